import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { rawJson, type RawJson } from "@harbor/client";
import { Interrupted, usageError } from "./cli-error.js";

/** `-` is stdin. */
export async function readInput(path: string): Promise<Buffer> {
  if (path === "-") return await readStdin();
  try {
    return readFileSync(path);
  } catch (error) {
    throw usageError(`${path} cannot be read: ${(error as Error).message}`);
  }
}

async function readStdin(): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

export interface BodyOptions {
  data?: string;
  file?: string;
}

/** An event's body with its bytes as given: `--data`, `--file`, or what is piped in. Null when there is none of these. */
export async function readBody({ data, file }: BodyOptions): Promise<RawJson | null> {
  if (data !== undefined && file !== undefined) throw usageError("Give --data or --file, not both.");
  if (data !== undefined) return toBody(data, "--data");
  if (file !== undefined) return toBody(await readInput(file), file === "-" ? "stdin" : file);
  if (process.stdin.isTTY) return null;
  const piped = await readStdin();
  return piped.length === 0 ? null : toBody(piped, "stdin");
}

function toBody(json: string | Buffer, from: string): RawJson {
  try {
    return rawJson(json);
  } catch (error) {
    throw usageError(`${from} is not JSON: ${(error as Error).message}`);
  }
}

/** JSON given on the command line or as `@file`. */
export async function readJson(text: string, option: string): Promise<unknown> {
  const json = text.startsWith("@") ? (await readInput(text.slice(1))).toString("utf8") : text;
  try {
    return JSON.parse(json);
  } catch (error) {
    throw usageError(`${option} is not JSON: ${(error as Error).message}`);
  }
}

export async function readJsonObject(text: string, option: string): Promise<Record<string, unknown>> {
  const value = await readJson(text, option);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw usageError(`${option} must be a JSON object.`);
  }
  return value as Record<string, unknown>;
}

/** One line that the terminal does not show. Where stdin is no terminal it is all of stdin. */
export async function readSecret(prompt: string): Promise<string> {
  if (!process.stdin.isTTY) return (await readStdin()).toString("utf8").trim();
  return (await ask(prompt, { hidden: true })).trim();
}

/** True without a question where nobody can answer one, or `--yes` was given. */
export async function confirm(question: string, { yes }: { yes?: boolean }): Promise<boolean> {
  if (yes === true || !process.stdin.isTTY || !process.stderr.isTTY) return true;
  return /^y(es)?$/i.test((await ask(`${question} [y/N] `, { hidden: false })).trim());
}

function ask(prompt: string, { hidden }: { hidden: boolean }): Promise<string> {
  const nowhere = new Writable({
    write(_chunk, _encoding, done) {
      done();
    },
  });
  const lines = createInterface({
    input: process.stdin,
    output: hidden ? nowhere : process.stderr,
    terminal: true,
    historySize: 0,
    prompt: hidden ? "" : prompt,
  });
  // Only now: from here on the terminal echoes nothing by itself, and Ctrl-C comes as a key.
  if (hidden) process.stderr.write(prompt);
  else lines.prompt();
  return new Promise((resolve, reject) => {
    const end = (settle: () => void) => {
      lines.removeAllListeners("close");
      lines.close();
      if (hidden) process.stderr.write("\n");
      settle();
    };
    lines.once("line", (line) => {
      end(() => {
        resolve(line);
      });
    });
    const interrupted = () => {
      end(() => {
        reject(new Interrupted());
      });
    };
    lines.once("SIGINT", interrupted);
    lines.once("close", interrupted);
  });
}
