import { isOutOfDescriptors } from "./errno.js";
import { type ApiError, overloaded } from "./errors.js";
import { StoreUnavailableError } from "./store/store.js";

/** Time to wait while another program holds the database, its disk is full, or the process is out of file descriptors. */
const RETRY_SECONDS = 5;

/** The 503 for an error that passes by itself or once the operator frees a resource; null for every other error. */
export function unavailableError(error: unknown): ApiError | null {
  return error instanceof StoreUnavailableError || isOutOfDescriptors(error)
    ? overloaded(RETRY_SECONDS)
    : null;
}
