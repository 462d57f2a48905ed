import { HarborError } from "@harbor/client";
import { CircleAlert } from "lucide-react";

interface Explained {
  title: string;
  remedy: string | null;
}

/** Remedies for the errors that do not depend on the page. */
const REMEDIES: Record<string, Explained> = {
  network_error: {
    title: "The server does not respond",
    remedy:
      "Check that it is running and that this machine reaches it. The page tries again when you press Try again.",
  },
  timeout: {
    title: "The server took too long",
    remedy: "It may be busy. Wait a moment, then try again.",
  },
  unauthorized: {
    title: "The server does not know this key",
    remedy: "Check that you copied all of it, and that it is a key of this server.",
  },
  forbidden: { title: "This key may not do that", remedy: "Sign in with a key that has the right to." },
  rate_limited: { title: "Too many requests", remedy: "Wait a minute, then try again." },
  overloaded: { title: "The server is overloaded", remedy: "Wait a few seconds, then try again." },
  unexpected_response: {
    title: "The response is not from Harbor",
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
