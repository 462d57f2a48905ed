import {
  IdempotencyObject,
  type IdempotencyNamespace,
  type IdempotencyObjectState,
} from "../../src/stores/durable-objects.js";

/** Durable Objects in this process: one instance a name, with a storage whose transactions run one after the other. */
export function inProcessNamespace() {
  const objects = new Map<string, InProcessObject>();
  const object = (name: string): InProcessObject => {
    const known = objects.get(name) ?? new InProcessObject();
    objects.set(name, known);
    return known;
  };
  const namespace: IdempotencyNamespace = { idFromName: (name) => name, get: (id) => object(String(id)) };
  return { ...namespace, object };
}

class InProcessObject {
  readonly #values = new Map<string, unknown>();
  readonly #object: IdempotencyObject;
  #last: Promise<unknown> = Promise.resolve();
  alarmAtMs: number | undefined;

  constructor() {
    this.#object = new IdempotencyObject({ storage: this.#storage() });
  }

  fetch(url: string, init: { method: string; body: string }): Promise<Response> {
    return this.#object.fetch(new Request(url, init));
  }

  /** Cloudflare calls this at `alarmAtMs`. */
  ring(): Promise<void> {
    return this.#object.alarm();
  }

  isEmpty(): boolean {
    return this.#values.size === 0;
  }

  #storage(): IdempotencyObjectState["storage"] {
    const values = this.#values;
    const operations = {
      get: async (key: string): Promise<unknown> => structuredClone(values.get(key)),
      put: async (key: string, value: unknown) => void values.set(key, structuredClone(value)),
      delete: async (key: string) => values.delete(key),
      setAlarm: async (timeMs: number) => void (this.alarmAtMs = timeMs),
    };
    return {
      ...operations,
      deleteAll: async () => values.clear(),
      transaction: <T>(work: (transaction: typeof operations) => Promise<T>) => {
        const transaction = this.#last.then(() => work(operations));
        this.#last = transaction.catch(() => undefined);
        return transaction;
      },
    };
  }
}
