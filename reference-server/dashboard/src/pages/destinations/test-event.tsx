import type { DeliveryWithRetries } from "@harbor/client";
import { Link } from "@tanstack/react-router";
import { FlaskConical } from "lucide-react";
import { useHarbor } from "../../app/harbor.js";
import { ErrorNotice } from "../../ui/error-notice.js";
import { attemptError } from "../../ui/explain.js";
import { formatMs } from "../../ui/number.js";
import { Status } from "../../ui/status.js";
import { useAction } from "../../ui/use-action.js";
import { VisibleText } from "../../ui/visible-text.js";

const WAIT_MS = 20_000;
const POLL_MS = 250;

/** Sends `harbor.test` to this destination alone, and shows what the receiver did. */
export function TestEvent({ id }: { id: string }) {
  const harbor = useHarbor();
  const test = useAction({
    run: async () => {
      const delivery = await harbor.destinations.test(id);
      const deadline = performance.now() + WAIT_MS;
      for (;;) {
        const current = await harbor.deliveries.get(delivery.id);
        if (current.retries.length > 0 || performance.now() > deadline) return current;
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },
    done: ({ status }) =>
      status === "succeeded" ? "The receiver took the test event" : "The test event failed",
    changes: ["deliveries", "stats"],
    showsError: true,
  });
  return (
    <div className="card stack">
      <p className="muted">
        A test event goes to this destination only, without regard to its subscriptions, and also while it is
        paused.
      </p>
      <div>
        <button className="button" disabled={test.isPending} onClick={() => test.mutate(undefined)}>
          <FlaskConical aria-hidden />
          {test.isPending ? "Waiting for the receiver…" : "Send a test event"}
        </button>
      </div>
      {test.error !== null && <ErrorNotice error={test.error} />}
      {test.data && <Result delivery={test.data} />}
    </div>
  );
}

function Result({
  delivery: { id, status, response_code, response_body, error, latency_ms },
}: {
  delivery: DeliveryWithRetries;
}) {
  return (
    <div className="notice" role="status">
      <div>
        <div className="row">
          <Status value={status} />
          {response_code === null
            ? error === null
              ? "No attempt has ended yet."
              : attemptError(error)
            : `Response ${response_code}`}
          {latency_ms !== null && <span className="muted">after {formatMs(latency_ms)}</span>}
        </div>
        {response_body !== null && response_body !== "" && (
          <pre className="code">
            <VisibleText text={response_body} />
          </pre>
        )}
        <Link to="/deliveries/$id" params={{ id }}>
          Open the delivery
        </Link>
      </div>
    </div>
  );
}
