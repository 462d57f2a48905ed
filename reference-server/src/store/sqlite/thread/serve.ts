import { parentPort, receiveMessageOnPort, workerData } from "node:worker_threads";
import type { Millis } from "../../../domain/domain.js";
import { createPacer } from "../../../pacer.js";
import type { CommitOptions, CommitResult, IdempotentRequest, NextOptions, Store } from "../../store.js";
import { openSqlite } from "../open.js";
import { type PackedBatch, packOutcome, unpackBatch } from "./commit-message.js";
import {
  type Call,
  type CallbackReply,
  fromFailure,
  isCallbackHandle,
  type Reply,
  type ThreadData,
  toFailure,
  withBuffers,
} from "./messages.js";
import { packSettled, type PackedSettlements, unpackSettlements } from "./settle-message.js";

type Method = (...args: unknown[]) => unknown;

/**
 * Time in ms for calls in one turn of the event loop. A port hands over up to 1000 messages in one turn, also those that come in
 * meanwhile, and the transactions of the hot path run between turns: without a limit calls that take long would keep them out.
 */
const CALLS_MS_PER_TURN = 5;

/** Runs in the worker thread: the store on its file, serving the calls of the main thread in their order. */
export function serveStore(): void {
  const port = parentPort;
  if (port === null) throw new Error("This module runs in a worker thread.");
  const { file, callbacks } = workerData as ThreadData;
  const reply = (message: Reply) => port.postMessage(message);
  const store = open(file, reply);
  const serve = ({ id, method, args }: Call): void => {
    const given = args.map((arg) => withCallbacks(arg, callbacks));
    run(store, method, given).then(
      (result) => reply({ kind: "result", id, result }),
      (error: unknown) => reply({ kind: "failure", id, failure: toFailure(error) }),
    );
  };
  const turns = createPacer(CALLS_MS_PER_TURN);
  port.on("message", (call: Call) => void turns.run(MAIN_THREAD, () => timed(() => serve(call))));
}

/** Returns the store, or throws what kept its file from being opened: every call fails with it. */
function open(file: string, reply: (message: Reply) => void): () => Store {
  try {
    const onFatal = (error: Error) => reply({ kind: "fatal", failure: toFailure(error) });
    const store = openSqlite({ file, owner: "held", onFatal });
    store.subscribe((notice) => reply({ kind: "notice", notice }));
    return () => store;
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** The one owner of all calls: they keep their order. */
const MAIN_THREAD = 0;

function timed(run: () => void): { result: undefined; cost: number } {
  const startedAt = performance.now();
  run();
  return { result: undefined, cost: performance.now() - startedAt };
}

async function run(opened: () => Store, method: string, args: unknown[]): Promise<unknown> {
  const store = opened();
  if (method === "commit") {
    const [batch, ...terms] = args as [PackedBatch, CommitOptions, IdempotentRequest<CommitResult[]>?];
    return packOutcome(await store.commit(unpackBatch(batch), ...terms));
  }
  if (method === "settle") {
    const [batch, now, next] = args as [PackedSettlements, Millis, NextOptions | undefined];
    return packSettled(await store.settle(unpackSettlements(batch), now, next));
  }
  let target: unknown = store;
  for (const name of method.split(".")) target = (target as Record<string, unknown>)[name];
  return await (target as Method)(...args.map(withBuffers));
}

/** A call back to the main thread, during which this one waits: the result belongs into the transaction under way. */
function callBack({ port, returned }: ThreadData["callbacks"], callback: number, args: unknown[]): unknown {
  port.postMessage({ callback, args });
  Atomics.wait(returned, 0, 0);
  Atomics.store(returned, 0, 0);
  const received = receiveMessageOnPort(port) as { message: CallbackReply } | undefined;
  if (received === undefined) throw new Error("The main thread did not reply to a callback.");
  if (received.message.failure !== null) throw fromFailure(received.message.failure);
  return withBuffers(received.message.result);
}

function withCallbacks(arg: unknown, callbacks: ThreadData["callbacks"]): unknown {
  if (isCallbackHandle(arg)) {
    const { callback } = arg;
    return (...args: unknown[]) => callBack(callbacks, callback, args);
  }
  if (typeof arg !== "object" || arg === null || Array.isArray(arg) || arg instanceof Uint8Array) return arg;
  const fields = arg as Record<string, unknown>;
  for (const [name, field] of Object.entries(fields)) {
    if (isCallbackHandle(field)) fields[name] = withCallbacks(field, callbacks);
  }
  return arg;
}
