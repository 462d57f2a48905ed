import { HarborError } from "@harbor/client";
import { CircleAlert } from "lucide-react";
import { portal, sender } from "../app/portal.js";

interface Explained {
  title: string;
  remedy: string | null;
}

const OF_KEYS: Record<string, Explained> = {
  unauthorized: {
    title: "The server does not know this key",
    remedy: "Check that you copied all of it, and that it is a key of this server.",
  },
  forbidden: { title: "This key may not do that", remedy: "Sign in with a key that has the right to." },
};

const OF_SESSIONS: Record<string, Explained> = {
  forbidden: {
    title: "You may not do that",
    remedy: `Ask ${sender} if you need to.`,
  },
  invalid_url: {
    title: "This URL cannot be used",
    remedy: "It has to be a public https:// address whose host name resolves.",
  },
};

/** Remedies for the errors that do not depend on the page. */
const REMEDIES: Record<string, Explained> = {
  network_error: {
    title: "The server does not respond",
    remedy:
      portal === null
        ? "Check that it is running and that this machine reaches it. The page tries again when you press Try again."
        : "Check your connection, then try again.",
  },
  timeout: {
    title: "The server took too long",
    remedy: "It may be busy. Wait a moment, then try again.",
  },
  ...(portal === null ? OF_KEYS : OF_SESSIONS),
  rate_limited: { title: "Too many requests", remedy: "Wait a minute, then try again." },
  overloaded: { title: "The server is overloaded", remedy: "Wait a few seconds, then try again." },
  unexpected_response: {
    title: "The response is not from the server",
    remedy: "A proxy between this page and the server may have changed or replaced it.",
  },
};

interface ErrorNoticeProps {
  error: Error;
  retry?: () => void;
}

export function ErrorNotice({ error, retry }: ErrorNoticeProps) {
  const code = error instanceof HarborError ? error.code : "";
  const { title, remedy } = REMEDIES[code] ?? { title: "That did not work", remedy: null };
  return (
    <div className="notice danger" role="alert">
      <CircleAlert aria-hidden />
      <div>
        <strong>{title}</strong>
        <p className="pre-line">{error.message}</p>
        {remedy !== null && <p>{remedy}</p>}
        {error instanceof HarborError && error.requestId !== null && (
          <p className="muted small">
            Request <code>{error.requestId}</code>
          </p>
        )}
        {retry && (
          <button className="button" onClick={retry}>
            Try again
          </button>
        )}
      </div>
    </div>
  );
}
