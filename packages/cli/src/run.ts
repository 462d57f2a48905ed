import type { Command } from "commander";
import { openSession, type Session, type SessionOptions } from "./config/session.js";
import { Output } from "./output/output.js";

export interface GlobalOptions extends SessionOptions {
  json?: boolean;
}

/** What an action works with. */
export interface Run<Options> {
  options: Options & GlobalOptions;
  output: Output;
  /** The API, as the stored or given key. */
  connect(): Session;
}

/** An action as commander calls it, made of one that is given its options, output and API first. */
export function run<Options = object, Args extends unknown[] = []>(
  action: (run: Run<Options>, ...args: Args) => void | Promise<void>,
) {
  return async (...given: [...Args, object, Command]): Promise<void> => {
    const command = given.at(-1) as Command;
    const options = command.optsWithGlobals<Options & GlobalOptions>();
    const output = new Output({ json: options.json === true });
    await action(
      { options, output, connect: () => openSession(options) },
      ...(command.processedArgs as Args),
    );
  };
}
