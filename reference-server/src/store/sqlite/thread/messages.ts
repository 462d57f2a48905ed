import type { MessagePort } from "node:worker_threads";
import { DatabaseInUseError } from "../owner-lock.js";
import { StoreFailedError, type StoreNotice, StoreTooNewError, StoreUnavailableError } from "../../store.js";

/** The data that a worker thread is started with. */
export interface ThreadData {
  file: string;
  /** For the calls back of the worker, which waits until `returned` is 1. */
  callbacks: { port: MessagePort; returned: Int32Array };
}

/** To the worker. `method` is a path into `Store`, such as `destinations.create`. */
export interface Call {
  id: number;
  method: string;
  args: unknown[];
}

/** From the worker. Notices come before the reply to the call that caused them. */
export type Reply =
  | { kind: "result"; id: number; result: unknown }
  | { kind: "failure"; id: number; failure: Failure }
  | { kind: "notice"; notice: StoreNotice }
  | { kind: "fatal"; failure: Failure };

/** An error whose class the other side knows. */
export interface Failure {
  name: string;
  message: string;
  stack: string | undefined;
  reason: StoreUnavailableError["reason"] | undefined;
}

export function toFailure(error: unknown): Failure {
  const { name, message, stack } = error instanceof Error ? error : new Error(String(error));
  const reason = error instanceof StoreUnavailableError ? error.reason : undefined;
  return { name, message, stack, reason };
}

export function fromFailure({ name, message, stack, reason }: Failure): Error {
  const error = reason === undefined ? errorOf(name, message) : new StoreUnavailableError(reason);
  if (stack !== undefined) error.stack = stack;
  return error;
}

/** The classes that callers distinguish; every other error is one without a class of its own. */
function errorOf(name: string, message: string): Error {
  switch (name) {
    case "StoreTooNewError":
      return new StoreTooNewError(message);
    case "DatabaseInUseError":
      return new DatabaseInUseError(message);
    case "StoreFailedError":
      return new StoreFailedError(message);
    case "RangeError":
      return new RangeError(message);
    default:
      return new Error(message);
  }
}

/** Instead of a function among the arguments of a call. */
export interface CallbackHandle {
  callback: number;
}

/** From the main thread, to the worker that waits for it. */
export interface CallbackReply {
  result: unknown;
  failure: Failure | null;
}

export function isCallbackHandle(value: unknown): value is CallbackHandle {
  return typeof value === "object" && value !== null && "callback" in value;
}

/** Buffers arrive as plain bytes: makes them buffers again, in place. */
export function withBuffers(value: unknown): unknown {
  if (value instanceof Uint8Array) {
    return Buffer.isBuffer(value) ? value : Buffer.from(value.buffer, value.byteOffset, value.byteLength);
  }
  if (typeof value !== "object" || value === null) return value;
  const fields = value as Record<string, unknown>;
  for (const [key, field] of Object.entries(fields)) {
    if (typeof field === "object" && field !== null) fields[key] = withBuffers(field);
  }
  return value;
}
