import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { startReceiver, type Receiver } from "./receiver.js";
import { killPrograms, type ServerProcess, startProgram } from "./server-process.js";
import { createPostgresStore, stopTestStores, type TestStore } from "./store-under-test.js";
import { Api } from "./test-server.js";

interface Processes {
  /** Each test has a database and a receiver of its own. */
  readonly store: TestStore;
  readonly receiver: Receiver;
  /** Starts one more process on the database. */
  start: (env?: Record<string, string>) => Promise<ServerProcess>;
  apiOf: (process: ServerProcess) => Api;
}

/** Registers the hooks for tests of several processes on one PostgreSQL database; `key` is their API key. */
export function useProcesses(key: string): Processes {
  let store: TestStore;
  let receiver: Receiver;
  beforeAll(async () => {
    await (await createPostgresStore()).release();
  }, 60_000);
  afterAll(stopTestStores);
  beforeEach(async () => {
    store = await createPostgresStore();
    receiver = await startReceiver();
  });
  afterEach(async () => {
    killPrograms();
    await receiver.close();
  });
  return {
    get store() {
      return store;
    },
    get receiver() {
      return receiver;
    },
    start: (env = {}) => startProgram({ ...store.env, HARBOR_API_KEYS: key, ...env }),
    apiOf: ({ url }) => new Api(url, key),
  };
}
