import { printable } from "../output/printable.js";
import type { Output } from "../output/output.js";
import { type ListenView } from "./view.js";

/** JSON Lines with a `type`, for scripts. The started command's output goes to stderr. */
export function createJsonView(output: Output): ListenView {
  return {
    starting: () => undefined,
    waitingForPort: () => undefined,
    ready({ url }, { resumed, destination_id, signing_secret }) {
      output.line({ type: "ready", resumed, destination_id, signing_secret, forward_to: url.href });
    },
    began: () => undefined,
    finished({ eventType, eventId, deliveryId }, { retryCount, outcome }) {
      if (outcome === null) return;
      const about = { event_type: eventType, event_id: eventId, delivery_id: deliveryId };
      const status = "status" in outcome ? outcome.status : null;
      const error = "error" in outcome ? outcome.error : null;
      const { latencyMs: latency_ms } = outcome;
      output.line({ type: "delivery", ...about, retry_count: retryCount, status, error, latency_ms });
    },
    localFault({ code }) {
      output.line({ type: "local_fault", error: code });
    },
    commandLine(line) {
      process.stderr.write(`${printable(line)}\n`);
    },
    lost(reason) {
      output.line({ type: "lost", reason });
    },
    expired() {
      output.line({ type: "expired" });
    },
    replayed({ replayed, failed }) {
      output.line({ type: "replayed", replayed, error: failed });
    },
    stopping: () => undefined,
    ended: () => undefined,
  };
}
