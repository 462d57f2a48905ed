import { pino, type Logger } from "pino";
import type { Config } from "./config.js";

/** JSON lines on stderr; readable ones where stderr is a terminal, the only place that loads what they need. */
export async function createLogger({ logLevel }: Pick<Config, "logLevel">): Promise<Logger> {
  const options = { level: logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  if (process.stderr.isTTY) {
    const { default: pretty } = await import("pino-pretty");
    return pino(options, pretty({ destination: 2, sync: true, ignore: "pid,hostname" }));
  }
  return pino(options, pino.destination({ dest: 2, sync: false }));
}
