import { HarborError } from "@harbor/client";
import { CliError } from "./cli-error.js";
import { EXIT_CODES, type ExitName } from "./exit-codes.js";

export function exitCodeOf(error: unknown): number {
  return EXIT_CODES[exitNameOf(error)][0];
}

function exitNameOf(error: unknown): ExitName {
  if (error instanceof CliError) return error.exit;
  if (!(error instanceof HarborError)) return "failure";
  if (error.status === 401 || error.status === 403) return "not_authenticated";
  if (error.code.endsWith("not_found")) return "not_found";
  return error.code === "network_error" || error.code === "timeout" ? "unreachable" : "failure";
}
