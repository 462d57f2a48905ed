import type { ExitName } from "./exit-codes.js";

/** An error of the command itself, not of the API. `remedy` says what to try. */
export class CliError extends Error {
  override readonly name = "CliError";
  readonly code: string;
  readonly exit: ExitName;
  readonly remedy: string | null;

  constructor(
    message: string,
    {
      code,
      exit,
      remedy = null,
      cause,
    }: { code: string; exit: ExitName; remedy?: string | null; cause?: unknown },
  ) {
    super(message, cause === undefined ? undefined : { cause });
    this.code = code;
    this.exit = exit;
    this.remedy = remedy;
  }
}

/** A fault in the command line or its input. */
export function usageError(message: string, remedy?: string): CliError {
  return new CliError(message, { code: "usage", exit: "usage", remedy: remedy ?? null });
}

export class Interrupted extends CliError {
  constructor() {
    super("Interrupted.", { code: "interrupted", exit: "interrupted" });
  }
}
