import { Harbor } from "@harbor/client";
import { createContext, use } from "react";

/** The server of this page: the dashboard is one path below it, also behind a proxy with a prefix. */
export const serverUrl = new URL("..", document.baseURI.replace(/[?#].*/s, "")).href.replace(/\/$/, "");

export function createHarbor(token: string): Harbor {
  return new Harbor({
    apiKey: token,
    baseUrl: serverUrl,
    // The user of the page typed the key or opened a link with it.
    allowLiveKeyInPage: true,
    // A person waits for the response, and can try again.
    timeoutMs: 15_000,
    deadlineMs: 30_000,
    maxRetries: 1,
    log: "off",
  });
}

export const HarborContext = createContext<Harbor | null>(null);

/** The client of the key that signed in. */
export function useHarbor(): Harbor {
  const harbor = use(HarborContext);
  if (harbor === null) throw new Error("There is no client outside <HarborContext>.");
  return harbor;
}
