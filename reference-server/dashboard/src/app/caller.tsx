import { type CallerIdentity, HarborError } from "@harbor/client";
import { useQuery } from "@tanstack/react-query";
import { createContext, type ReactNode, use, useEffect } from "react";
import { Async } from "../ui/async.js";
import { signOut } from "./credential.js";
import { useHarbor } from "./harbor.js";
import { rememberReturnUrl } from "./return-link.js";

export const CALLER_KEY = ["caller"] as const;
/** Between two looks at a session whose end is past by the clock of this machine only. */
const LATE_CHECK_MS = 30_000;

/** The rights of the user. Everything else would be refused, so no page offers it. */
export interface Rights {
  /** Change destinations, subscriptions and deliveries. */
  change: boolean;
  /** Change the settings of a destination that a session may not set. */
  configure: boolean;
  /** Send events. */
  send: boolean;
}

const CallerContext = createContext<CallerIdentity | null>(null);

/** Learns what the key or session is before it shows a page. Nothing of the page works without it. */
export function WithCaller({ children }: { children: ReactNode }) {
  const harbor = useHarbor();
  const caller = useQuery({
    queryKey: CALLER_KEY,
    queryFn: ({ signal }) => harbor.caller.get({ signal }),
    staleTime: Infinity,
    // At its end, to see that it has ended.
    refetchInterval: ({ state }) => msUntil(state.data?.expires_at ?? null),
  });
  const { data, error } = caller;
  useEffect(() => {
    if (data !== undefined) rememberReturnUrl(data.return_url);
  }, [data]);
  useEffect(() => {
    if (hasEnded(error)) signOut();
  }, [error]);
  return (
    <Async query={caller} label="the page">
      {(found) => <CallerContext value={found}>{children}</CallerContext>}
    </Async>
  );
}

/** Every key and session may ask what it is: a refusal means that it is unknown, revoked or has expired. */
function hasEnded(error: Error | null): boolean {
  return error instanceof HarborError && (error.status === 401 || error.status === 403);
}

function msUntil(end: string | null): number | false {
  if (end === null) return false;
  const left = Date.parse(end) - Date.now();
  return left > 0 ? left + 1000 : LATE_CHECK_MS;
}

export function useCaller(): CallerIdentity {
  const caller = use(CallerContext);
  if (caller === null) throw new Error("There is no caller outside <WithCaller>.");
  return caller;
}

export function useRights(): Rights {
  const { kind, role, capabilities } = useCaller();
  if (kind === "portal_session") {
    return { change: capabilities?.includes("manage") === true, configure: false, send: false };
  }
  return { change: role === "admin", configure: role === "admin", send: role !== "read" };
}
