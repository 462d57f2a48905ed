import { readFileSync } from "node:fs";
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

/** An event's body, with its bytes unchanged: from `--data`, `--file` or a pipe; null without any of them. */
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

/** JSON from a file; its content is never taken for the name of another file. */
export async function readJsonFile(path: string, option: string): Promise<unknown> {
  return parseJson((await readInput(path)).toString("utf8"), option);
}

/** JSON from the command line or, as `@file`, from a file. */
export async function readJson(text: string, option: string): Promise<unknown> {
  return text.startsWith("@") ? await readJsonFile(text.slice(1), option) : parseJson(text, option);
}

/** The same, but an object. */
export async function readJsonObject(text: string, option: string): Promise<Record<string, unknown>> {
  return asObject(await readJson(text, option), option);
}

function parseJson(json: string, option: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw usageError(`${option} is not JSON: ${(error as Error).message}`);
  }
}

export function asObject(value: unknown, option: string): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw usageError(`${option} must be a JSON object.`);
  }
  return value as Record<string, unknown>;
}

/** A secret typed at a prompt that does not show it; if stdin is not a terminal, all of stdin. */
export async function readSecret(message: string): Promise<string> {
  if (!process.stdin.isTTY) return (await readStdin()).toString("utf8").trim();
  const { password, isCancel } = await import("@clack/prompts");
  const secret = await password({ ...PROMPT, message, mask: "•" });
  if (isCancel(secret)) throw new Interrupted();
  return secret.trim();
}

/** Asks before something is deleted; without a terminal, or with `--yes`, the reply is yes. */
export async function confirm(question: string, { yes }: { yes?: boolean }): Promise<boolean> {
  if (yes === true || !isInteractive()) return true;
  const prompts = await import("@clack/prompts");
  const reply = await prompts.confirm({ ...PROMPT, message: question, initialValue: false });
  if (prompts.isCancel(reply)) throw new Interrupted();
  return reply;
}

/** Whether a question is shown in a terminal, and its reply comes from one. */
export const isInteractive = (): boolean => process.stdin.isTTY && process.stderr.isTTY;

/** Asks for one of several values. Only in a terminal. */
export async function choose<Value extends string>(
  question: string,
  options: readonly { value: Value; label: string }[],
): Promise<Value> {
  const { select, isCancel } = await import("@clack/prompts");
  const reply = await select<string>({ ...PROMPT, message: question, options: [...options] });
  if (isCancel(reply)) throw new Interrupted();
  return reply as Value;
}

const PROMPT = { output: process.stderr, withGuide: false };
