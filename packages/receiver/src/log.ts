/** The log of a receiver. A pino, Fastify or bunyan logger can be passed as it is. */
export interface Log {
  debug(fields: Record<string, unknown>, message: string): void;
  info(fields: Record<string, unknown>, message: string): void;
  warn(fields: Record<string, unknown>, message: string): void;
  error(fields: Record<string, unknown>, message: string): void;
}

export type LogLevel = keyof Log;

/** The default log: one JSON line per entry on the console, without `debug`. */
export const consoleLog: Log = {
  debug: () => undefined,
  info: (fields, message) => console.info(line("info", fields, message)),
  warn: (fields, message) => console.warn(line("warn", fields, message)),
  error: (fields, message) => console.error(line("error", fields, message)),
};

export interface BindableLog {
  readonly log: Log;
  /** Sets the fields that every later entry has. */
  readonly bindLog: (fields: Record<string, unknown>) => void;
}

/** The log of one request. Errors of the log are dropped, so that they do not prevent the response. */
export function bindableLog(log: Log): BindableLog {
  let bound: Record<string, unknown> = {};
  const at = (level: LogLevel) => (fields: Record<string, unknown>, message: string) => {
    try {
      log[level]({ ...bound, ...fields }, message);
    } catch {
      // The log itself failed.
    }
  };
  return {
    log: { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") },
    bindLog: (fields) => {
      bound = fields;
    },
  };
}

function line(level: LogLevel, fields: Record<string, unknown>, message: string): string {
  try {
    return JSON.stringify({ level, message, ...fields }, (_key, value: unknown) =>
      value instanceof Error ? describe(value) : value,
    );
  } catch {
    // The fields of a handler may have cycles or a bigint: the message is still written.
    return JSON.stringify({ level, message });
  }
}

function describe(error: Error): string {
  const text = error.stack ?? String(error);
  return error.cause instanceof Error ? `${text}\n[cause] ${error.cause.stack ?? String(error.cause)}` : text;
}
