import { MessageChannel, Worker } from "node:worker_threads";
import type { NewEvent, SettleResult, Store, StoreHealth, StoreNotice } from "../../store.js";
import type { Ownership } from "../owner-lock.js";
import { type PackedSettled, unpackSettled } from "./settle-message.js";
import { packBatch, type PackedOutcome, unpackOutcome } from "./commit-message.js";
import {
  type Call,
  type CallbackReply,
  fromFailure,
  type Reply,
  type ThreadData,
  toFailure,
  withBuffers,
} from "./messages.js";

interface Waiting {
  revive: (result: unknown) => unknown;
  resolve: (result: unknown) => void;
  reject: (error: Error) => void;
}

interface CallOptions {
  transfer?: ArrayBuffer[];
  /** Makes the result what the port says; by default every buffer in it. */
  revive?: (result: unknown) => unknown;
}

type Callback = (...args: unknown[]) => unknown;

/** The store in a worker thread: SQLite's work and its waits for the disk leave the event loop of the caller free. */
export function remoteStore({
  file,
  script,
  ownership,
  onFatal,
}: { file: string; script: URL; ownership: Ownership } & StoreHealth): Store {
  const thread = startThread({ file, script, onFatal });
  const { call } = thread;
  /** Every method of a part of the store is a call of the same name. */
  const part = <T>(name: string, methods: readonly (keyof T & string)[]): T =>
    Object.fromEntries(
      methods.map((method) => [method, (...args: unknown[]) => call(`${name}.${method}`, args)]),
    ) as T;
  const top = <Name extends keyof Store>(method: Name) =>
    ((...args: unknown[]) => call(method, args)) as unknown as Store[Name];
  return {
    migrate: top("migrate"),
    ping: top("ping"),
    subscribe: thread.subscribe,
    async close() {
      await call("close", []);
      await thread.stop();
      ownership.release();
    },
    async commit(batch: NewEvent[], ...terms) {
      const packed = packBatch(batch);
      const outcome = await call("commit", [packed, ...terms], { transfer: [packed.bodies.buffer] });
      return unpackOutcome(outcome as PackedOutcome, batch);
    },
    claim: top("claim"),
    async settle(batch, now, next) {
      const revive = (packed: unknown) => unpackSettled(packed as PackedSettled);
      return (await call("settle", [JSON.stringify(batch), now, next], { revive })) as SettleResult;
    },
    sweep: top("sweep"),
    upcoming: top("upcoming"),
    snapshot: top("snapshot"),
    inFlight: top("inFlight"),
    advanceClock: top("advanceClock"),
    reseal: top("reseal"),
    findResponse: top("findResponse"),
    projects: part("projects", ["ensure", "list"]),
    apiKeys: part("apiKeys", ["create", "findByHash", "list", "revoke", "touch"]),
    destinations: part("destinations", ["create", "get", "list", "update", "delete", "rotate"]),
    subscriptions: part("subscriptions", ["create", "get", "list", "update", "delete"]),
    events: part("events", ["get", "list", "deliveriesOf", "replay", "createTest"]),
    deliveries: part("deliveries", [
      "get",
      "list",
      "forceRetry",
      "replayDead",
      "replayAllDead",
      "deleteDead",
    ]),
    stats: part("stats", ["counts", "backlog", "totals"]),
    tunnels: part("tunnels", ["seen", "abandoned", "forget"]),
  };
}

function startThread({ file, script, onFatal }: { file: string; script: URL } & StoreHealth) {
  const { port1, port2 } = new MessageChannel();
  const answered = new Int32Array(new SharedArrayBuffer(4));
  const workerData: ThreadData = { file, callbacks: { port: port2, answered } };
  const worker = new Worker(script, { workerData, transferList: [port2] });
  const waiting = new Map<number, Waiting>();
  const listeners = new Set<(notice: StoreNotice) => void>();
  const callbacks = new Callbacks();
  let calls = 0;

  port1.on("message", ({ callback, args }: { callback: number; args: unknown[] }) => {
    port1.postMessage(callbacks.run(callback, args.map(withBuffers)));
    Atomics.store(answered, 0, 1);
    Atomics.notify(answered, 0);
  });
  worker.on("message", (reply: Reply) => {
    switch (reply.kind) {
      case "notice":
        for (const listener of listeners) listener(reply.notice);
        return;
      case "fatal":
        onFatal(fromFailure(reply.failure));
        return;
      case "result":
      case "failure": {
        const call = waiting.get(reply.id);
        waiting.delete(reply.id);
        callbacks.end(reply.id);
        if (reply.kind === "result") call?.resolve(call.revive(reply.result));
        else call?.reject(fromFailure(reply.failure));
      }
    }
  });
  worker.on("error", (error) => {
    for (const { reject } of waiting.values()) reject(error);
    waiting.clear();
    onFatal(error);
  });

  return {
    subscribe(listener: (notice: StoreNotice) => void) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    call(method: string, args: unknown[], options: CallOptions = {}): Promise<unknown> {
      const { transfer = [], revive = withBuffers } = options;
      calls += 1;
      const id = calls;
      const call: Call = { id, method, args: args.map((arg) => callbacks.detach(id, arg)) };
      return new Promise((resolve, reject) => {
        waiting.set(id, { revive, resolve, reject });
        worker.postMessage(call, transfer);
      });
    },
    async stop() {
      port1.close();
      await worker.terminate();
    },
  };
}

/** Functions among the arguments stay here; the worker calls them by number while their call lasts. */
class Callbacks {
  readonly #functions = new Map<number, Callback>();
  readonly #ofCall = new Map<number, number[]>();
  #count = 0;

  detach(call: number, arg: unknown): unknown {
    if (typeof arg === "function") return { callback: this.#keep(call, arg as Callback) };
    if (typeof arg !== "object" || arg === null || Array.isArray(arg) || arg instanceof Uint8Array)
      return arg;
    const entries = Object.entries(arg);
    if (!entries.some(([, value]) => typeof value === "function")) return arg;
    return Object.fromEntries(entries.map(([name, value]) => [name, this.detach(call, value)]));
  }

  run(callback: number, args: unknown[]): CallbackReply {
    try {
      return { result: this.#functions.get(callback)?.(...args), failure: null };
    } catch (error) {
      return { result: undefined, failure: toFailure(error) };
    }
  }

  end(call: number): void {
    for (const callback of this.#ofCall.get(call) ?? []) this.#functions.delete(callback);
    this.#ofCall.delete(call);
  }

  #keep(call: number, run: Callback): number {
    this.#count += 1;
    this.#functions.set(this.#count, run);
    this.#ofCall.set(call, [...(this.#ofCall.get(call) ?? []), this.#count]);
    return this.#count;
  }
}
