import { pino, type Logger } from "pino";
import type { Config } from "./config.js";

/** In errors of PostgreSQL: values of the rows and statements that it refused. */
const DATA = ["err.detail", "err.where"];

/** JSON lines on stderr; readable ones where stderr is a terminal, the only place that loads what they need. */
export async function createLogger({ logLevel }: Pick<Config, "logLevel">): Promise<Logger> {
  const redact = { paths: DATA, remove: true };
  const options = { level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime, redact };
  if (process.stderr.isTTY) {
    const { default: pretty } = await import("pino-pretty");
    return pino(options, pretty({ destination: 2, sync: true, ignore: "pid,hostname" }));
  }
  return pino(options, pino.destination({ dest: 2, sync: false }));
}
