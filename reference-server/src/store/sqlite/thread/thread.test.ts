import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { FROM_SOURCES } from "../../../../test/bundle.js";
import { storeConformance } from "../../conformance.js";
import { done } from "../../conformance/values.js";
import { World } from "../../conformance/world.js";
import { type Store, StoreFailedError, StoreUnavailableError } from "../../store.js";
import { openSqlite, type SqliteOptions } from "../open.js";
import { packOutcome, unpackOutcome } from "./commit-message.js";
import { fromFailure, toFailure } from "./messages.js";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));
/** In the package's folder, so that the worker finds the installed packages. */
const script = at(`../../../../node_modules/.cache/store-thread-test/${process.pid}.mjs`);

beforeAll(async () => {
  await build({ ...FROM_SOURCES, entryPoints: [at("../../../store-thread.ts")], outfile: script });
});
afterAll(() => {
  rmSync(script, { force: true });
});

function openThread(folder: string, options: Partial<SqliteOptions> = {}): Store {
  return openSqlite({ file: join(folder, "harbor.db"), thread: pathToFileURL(script), ...options });
}

storeConformance({
  name: "SQLite on a thread of its own",
  open: async () => {
    const folder = mkdtempSync(join(tmpdir(), "harbor-thread-"));
    const openFile = async () => {
      const opened = openThread(folder);
      await opened.migrate();
      return opened;
    };
    let store = await openFile();
    return {
      store,
      reopen: async () => {
        await store.close();
        store = await openFile();
        return store;
      },
      cleanup: async () => {
        await store.close();
        rmSync(folder, { recursive: true });
      },
    };
  },
});

describe("across the threads", () => {
  it("an error of a callback is the error of its call, and nothing is changed", async () => {
    const folder = mkdtempSync(join(tmpdir(), "harbor-thread-"));
    const store = openThread(folder);
    await store.migrate();
    const world = await World.create(store);
    const destination = world.destinationInput();
    const input = { destination, signingKey: world.signingKey(destination.id), limit: 10 };
    const request = world.request("key", {
      responseTo: () => {
        throw new Error("sealing failed");
      },
    });
    await expect(store.destinations.create(input, request)).rejects.toThrow("sealing failed");
    expect(await store.destinations.get(world.test.id, destination.id)).toBeNull();
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it.each([
    ["an error", "throw new Error('out of luck');", /thread of the store failed: out of luck/],
    ["an exit", "process.exit(3);", /thread of the store ended with code 3/],
  ])(
    "a thread that ends by %s fails every call, under way and later, and is reported once",
    async (_, end, said) => {
      const folder = mkdtempSync(join(tmpdir(), "harbor-thread-"));
      const dying = join(folder, "dying.mjs");
      writeFileSync(
        dying,
        `import { parentPort } from "node:worker_threads";
       import ${JSON.stringify(pathToFileURL(script))};
       parentPort.on("message", ({ method }) => { if (method === "ping") { ${end} } });`,
      );
      const fatal: Error[] = [];
      const store = openThread(folder, {
        thread: pathToFileURL(dying),
        onFatal: (error) => fatal.push(error),
      });
      await store.migrate();
      await expect(store.ping()).rejects.toThrow(said);
      await expect(store.projects.list()).rejects.toThrow(said);
      await expect(store.close()).rejects.toThrow(said);
      expect(fatal).toEqual([expect.any(StoreFailedError)]);
      const next = openThread(folder);
      expect(await next.migrate()).toMatchObject({ to: expect.any(Number) });
      await next.close();
      rmSync(folder, { recursive: true });
    },
  );

  it("a transaction of the hot path does not wait until no other call comes in", async () => {
    const folder = mkdtempSync(join(tmpdir(), "harbor-thread-"));
    const store = openThread(folder);
    await store.migrate();
    const world = await World.create(store);
    const answered: string[] = [];
    const calls: Promise<unknown>[] = [];
    // A callback holds the thread up, so that all of these are there when it continues. It takes up to 1000 in one turn.
    const request = world.request("key", {
      responseTo() {
        calls.push(world.claim().then(() => answered.push("claim")));
        for (let ping = 0; ping < 900; ping++) calls.push(store.ping().then(() => answered.push("ping")));
        return Buffer.from("response");
      },
    });
    const destination = world.destinationInput();
    await store.destinations.create(
      { destination, signingKey: world.signingKey(destination.id), limit: 10 },
      request,
    );
    await Promise.all(calls);
    expect(answered.indexOf("claim")).toBeLessThan(900);
    await store.close();
    rmSync(folder, { recursive: true });
  });

  it("keeps the class and the reason of a failure", () => {
    const failure = fromFailure(toFailure(new StoreUnavailableError("full")));
    expect(failure).toBeInstanceOf(StoreUnavailableError);
    expect(failure).toMatchObject({ reason: "full" });
    expect(fromFailure(toFailure(new TypeError("x")))).toMatchObject({ message: "x" });
  });

  it("keeps the class and the reason of an event's failure in a batch", () => {
    const packed = packOutcome({ result: [{ status: "failed", error: new StoreUnavailableError("busy") }] });
    const [result] = done(unpackOutcome(structuredClone(packed), []));
    expect(result).toEqual({ status: "failed", error: expect.any(StoreUnavailableError) });
    expect(result).toMatchObject({ error: { reason: "busy" } });
  });
});
