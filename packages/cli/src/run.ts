import type { Command } from "commander";
import { openSession, type Session, type SessionOptions } from "./config/session.js";
import { Output } from "./output/output.js";
import { rememberSession } from "./report-error.js";

export interface GlobalOptions extends SessionOptions {
  json?: boolean;
}

/** The first argument of every action. */
export interface Run<Options> {
  options: Options & GlobalOptions;
  output: Output;
  /** Opens the API with the given or stored key. */
  connect(): Session;
}

/** Adapts an action, which takes its options, output and API first, to the arguments that commander passes. */
export function run<Options = object, Args extends unknown[] = []>(
  action: (run: Run<Options>, ...args: Args) => void | Promise<void>,
) {
  return async (...given: [...Args, object, Command]): Promise<void> => {
    const command = given.at(-1) as Command;
    const options = command.optsWithGlobals<Options & GlobalOptions>();
    const output = new Output({ json: options.json === true });
    let session: Session | null = null;
    const connect = () => (session ??= openSession(options));
    try {
      await action({ options, output, connect }, ...(command.processedArgs as Args));
    } catch (error) {
      rememberSession(error, session);
      throw error;
    }
  };
}
