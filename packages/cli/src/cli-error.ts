import type { ExitName } from "./exit-codes.js";

/** What goes wrong on this side of the API. `remedy` is what to do about it. */
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

/** For what is wrong with the command line or its input. */
export function usageError(message: string, remedy?: string): CliError {
  return new CliError(message, { code: "usage", exit: "usage", remedy: remedy ?? null });
}

export class Interrupted extends CliError {
  constructor() {
    super("Interrupted.", { code: "interrupted", exit: "interrupted" });
  }
}
