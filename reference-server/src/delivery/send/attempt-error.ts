import { connectionErrorOf, errnosOf } from "@harbor/shared/connection-errors";
import type { AttemptError } from "../../domain/domain.js";

/** Of the server's own connections. */
const OWN: Record<string, AttemptError> = {
  HARBOR_BLOCKED_ADDRESS: "blocked_address",
  HARBOR_DNS: "dns_error",
  HARBOR_PROTOCOL: "protocol_error",
};

/** The contract's name (docs/contract.md §5) for an error of the connection; `protocol_error` for one that has no other name. */
export function attemptErrorOf(error: unknown): AttemptError {
  for (const code of errnosOf(error)) {
    const known = OWN[code] ?? connectionErrorOf(code);
    if (known !== undefined) return known;
  }
  return "protocol_error";
}
