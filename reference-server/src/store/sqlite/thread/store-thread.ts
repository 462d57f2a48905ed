import { MessageChannel, type MessagePort, Worker } from "node:worker_threads";
import { NoticeListeners } from "../../notices.js";
import { StoreFailedError, type StoreHealth } from "../../store.js";
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

export interface StoreThreadOptions extends Pick<StoreHealth, "onFatal"> {
  file: string;
  /** The program of the thread: thread/serve.ts, built. */
  script: URL;
}

type Callback = (...args: unknown[]) => unknown;

/** The main thread's end of the store's thread: calls, their results, notices, and what happens when the thread dies. */
export class StoreThread {
  readonly #worker: Worker;
  readonly #callbackPort: MessagePort;
  readonly #onFatal: StoreHealth["onFatal"];
  readonly #waiting = new Map<number, Waiting>();
  readonly #notices = new NoticeListeners();
  readonly subscribe = this.#notices.subscribe;
  readonly #callbacks = new Callbacks();
  #calls = 0;
  /** Set once the thread has ended by itself: nothing would reply to a call. */
  #death: StoreFailedError | null = null;
  #isStopping = false;

  constructor({ file, script, onFatal }: StoreThreadOptions) {
    const { port1, port2 } = new MessageChannel();
    const returned = new Int32Array(new SharedArrayBuffer(4));
    const workerData: ThreadData = { file, callbacks: { port: port2, returned } };
    this.#onFatal = onFatal;
    this.#callbackPort = port1;
    this.#worker = new Worker(script, { workerData, transferList: [port2] });
    port1.on("message", ({ callback, args }: { callback: number; args: unknown[] }) => {
      port1.postMessage(this.#callbacks.run(callback, args.map(withBuffers)));
      Atomics.store(returned, 0, 1);
      Atomics.notify(returned, 0);
    });
    this.#worker.on("message", (reply: Reply) => this.#onReply(reply));
    this.#worker.on("error", (error) => this.#die(`The thread of the store failed: ${error.message}`, error));
    this.#worker.on("exit", (code) => this.#die(`The thread of the store ended with code ${code}.`));
  }

  /** How long the thread has worked since it was started. */
  get busyMs(): number {
    return this.#worker.performance.eventLoopUtilization().active;
  }

  call(
    method: string,
    args: unknown[],
    { transfer = [], revive = withBuffers }: CallOptions = {},
  ): Promise<unknown> {
    if (this.#death !== null) return Promise.reject(this.#death);
    this.#calls += 1;
    const id = this.#calls;
    const call: Call = { id, method, args: args.map((arg) => this.#callbacks.detach(id, arg)) };
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { revive, resolve, reject });
      this.#worker.postMessage(call, transfer);
    });
  }

  async stop(): Promise<void> {
    this.#isStopping = true;
    this.#callbackPort.close();
    await this.#worker.terminate();
  }

  #onReply(reply: Reply): void {
    switch (reply.kind) {
      case "notice":
        this.#notices.emit(reply.notice);
        return;
      case "fatal":
        this.#onFatal(new StoreFailedError(reply.failure.message, { cause: fromFailure(reply.failure) }));
        return;
      case "result":
      case "failure": {
        const call = this.#waiting.get(reply.id);
        this.#waiting.delete(reply.id);
        this.#callbacks.end(reply.id);
        if (reply.kind === "result") call?.resolve(call.revive(reply.result));
        else call?.reject(fromFailure(reply.failure));
      }
    }
  }

  /** An uncaught error is followed by the exit of its thread. */
  #die(message: string, cause?: unknown): void {
    if (this.#death !== null || this.#isStopping) return;
    this.#death = new StoreFailedError(message, { cause });
    for (const { reject } of this.#waiting.values()) reject(this.#death);
    this.#waiting.clear();
    this.#onFatal(this.#death);
  }
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
