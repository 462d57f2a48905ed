import { pino, type Logger } from "pino";
import pretty from "pino-pretty";
import type { Config } from "./config.js";

/** JSON lines on stderr; readable ones where stderr is a terminal. */
export function createLogger({ logLevel }: Pick<Config, "logLevel">): Logger {
  const options = { level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (process.stderr.isTTY)
    return pino(options, pretty({ destination: 2, sync: true, ignore: "pid,hostname" }));
  return pino(options, pino.destination({ dest: 2, sync: false }));
}
