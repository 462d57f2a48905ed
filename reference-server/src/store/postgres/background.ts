import { isFault, type StoreHealth } from "../failures.js";
import { asUnavailable, isRetryable } from "./failures.js";

/** Work that no caller waits for. When it fails, a poll or the calls behind it make up for it. */
export class Background {
  constructor(readonly onFault: StoreHealth["onFault"]) {}

  /** Undefined when the task has failed. `failure` says so in the log. */
  async run<T>(failure: string, task: () => Promise<T>): Promise<T | undefined> {
    try {
      return await task();
    } catch (error) {
      this.report(error, failure);
      return undefined;
    }
  }

  /** Not what passes by itself: the database is away, or others were in the way. */
  report(error: unknown, failure: string): void {
    const cause = asUnavailable(error);
    if (isFault(cause) && !isRetryable(cause)) this.onFault(cause, failure);
  }
}
