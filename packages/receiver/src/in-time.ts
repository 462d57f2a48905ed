import type { DeliveryRequest } from "./delivery-request.js";
import type { BindableLog, Log } from "./log.js";
import type { Settings } from "./options.js";
import type { Verdict } from "./verdict.js";

/** One request while it is handled. */
export interface Job {
  readonly settings: Settings;
  readonly request: DeliveryRequest;
  readonly abort: AbortController;
  /** Every entry has the fields that `bindLog` was called with: those of the delivery, once it is authentic. */
  readonly log: Log;
  readonly bindLog: BindableLog["bindLog"];
}

/** Returns a verdict before Harbor's own timeout, and lets a late handler finish. */
export async function inTime(job: Job, work: Promise<Verdict>): Promise<Verdict> {
  const { settings, request } = job;
  const timeoutMs = Math.min(settings.timeoutMs, request.timeoutMs ?? settings.timeoutMs);
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Verdict>((resolve) => {
    timer = setTimeout(() => {
      const hint = `Not finished after ${timeoutMs} ms.`;
      job.abort.abort(new DOMException(hint, "TimeoutError"));
      keepAlive(job, work);
      void work.then(({ code }) =>
        job.log.info({ code: "late_handler_settled", verdict: code }, "A late handler settled"),
      );
      resolve({ code: "timed_out", hint });
    }, timeoutMs);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Runs in a timer, where an exception would end the process. */
function keepAlive({ request, log }: Job, work: Promise<unknown>): void {
  try {
    request.waitUntil?.(work);
  } catch (err) {
    log.warn(
      { code: "wait_until_failed", err },
      "The platform's waitUntil failed: a late handler may be cut off",
    );
  }
}
