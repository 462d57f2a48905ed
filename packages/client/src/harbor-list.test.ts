import { describe, expect, test, vi } from "vitest";
import { createClient, failureOf } from "../test/create-client.js";
import { failure, json, type Reply, type SeenRequest, startScriptedServer } from "../test/scripted-server.js";
import { HarborError } from "./index.js";

/** Three pages of two: del_0 … del_5. */
const pages: Reply = (response, request) => {
  const page = Number(cursorOf(request) ?? 0);
  const data = [2 * page, 2 * page + 1].map((n) => ({ id: `del_${n}` }));
  json(200, { data, next_cursor: page < 2 ? String(page + 1) : null })(response, request);
};

const cursorOf = ({ path }: SeenRequest) => new URL(path, "http://x").searchParams.get("cursor");
const ids = (count: number) => Array.from({ length: count }, (_, n) => `del_${n}`);

describe("a list", () => {
  test("is all items of all pages, each page with the same filters", async () => {
    const server = await startScriptedServer(pages);
    const seen: string[] = [];
    for await (const { id } of createClient(server).deliveries.list({ status: "dead", limit: 2 }))
      seen.push(id);
    expect(seen).toEqual(ids(6));
    expect(server.requests.map(({ path }) => path)).toEqual([
      "/deliveries?status=dead&limit=2",
      "/deliveries?status=dead&limit=2&cursor=1",
      "/deliveries?status=dead&limit=2&cursor=2",
    ]);
  });

  test("fetches the next page while the current one is consumed, and no further", async () => {
    const server = await startScriptedServer(pages);
    const iterator = createClient(server).deliveries.list()[Symbol.asyncIterator]();
    await iterator.next();
    await vi.waitFor(() => expect(server.requests.map(cursorOf)).toEqual([null, "1"]));
    await iterator.next();
    expect(server.requests).toHaveLength(2);
    await iterator.next();
    await vi.waitFor(() => expect(server.requests.map(cursorOf)).toEqual([null, "1", "2"]));
    await iterator.return(undefined);
  });

  test("asks for nothing before it is used", async () => {
    const server = await startScriptedServer(pages);
    const harbor = createClient(server);
    const unused = harbor.deliveries.list();
    expect(unused).toBeDefined();
    await harbor.deliveries.list();
    expect(server.requests).toHaveLength(1);
  });

  test("can be iterated again, from the start", async () => {
    const server = await startScriptedServer(pages);
    const list = createClient(server).deliveries.list();
    expect(await list.toArray({ limit: 6 })).toEqual(await list.toArray({ limit: 6 }));
  });

  test("drops the request for the next page when the loop is left", async () => {
    const server = await startScriptedServer(pages, () => undefined);
    for await (const { data } of createClient(server).deliveries.list().pages()) {
      expect(data).toHaveLength(2);
      await vi.waitFor(() => expect(server.requests).toHaveLength(2));
      break;
    }
    await vi.waitFor(() => expect(server.abandoned).toHaveLength(1));
  });

  test("awaited is its first page; withResponse has the rest", async () => {
    const server = await startScriptedServer(pages);
    const list = createClient(server).deliveries.list();
    expect(await list).toEqual({ data: [{ id: "del_0" }, { id: "del_1" }], next_cursor: "1" });
    expect(await list.withResponse()).toMatchObject({ status: 200, requestId: "req_1", data: await list });
    expect(server.requests).toHaveLength(1);
  });

  test("fails where a page fails, after the items before it", async () => {
    const server = await startScriptedServer(pages, failure(400, "invalid_cursor"));
    const seen: string[] = [];
    const consume = async () => {
      for await (const { id } of createClient(server).deliveries.list()) seen.push(id);
    };
    expect(await failureOf(consume())).toMatchObject({ code: "invalid_cursor" });
    expect(seen).toEqual(ids(2));
  });

  test("ends with the caller's signal", async () => {
    const abort = new AbortController();
    const server = await startScriptedServer(pages, () => abort.abort());
    const consume = async () => {
      const pages = createClient(server).dlq.list({}, { signal: abort.signal }).pages();
      for await (const { data } of pages) expect(data).toHaveLength(2);
    };
    const error = await failureOf(consume());
    expect(error).toBeInstanceOf(HarborError);
    expect(error).toMatchObject({ code: "aborted" });
  });
});

describe("a list that does not advance ends with an error", () => {
  /** Leads from cursor to cursor without an end. */
  const cursors =
    (next: Record<string, unknown>): Reply =>
    (response, request) => {
      json(200, { data: [], next_cursor: next[cursorOf(request) ?? "start"] })(response, request);
    };

  test.each([
    ["the same cursor", { start: "a", a: "a" }, 2],
    ["cursors in a circle", { start: "a", a: "b", b: "c", c: "d", d: "b" }, 8],
  ])("%s", async (_, next, mostRequests) => {
    const server = await startScriptedServer(cursors(next));
    const error = await failureOf(createClient(server).deliveries.list().toArray({ limit: 10 }));
    expect(error).toMatchObject({ code: "unexpected_response", method: "GET" });
    expect((error as HarborError).message).toContain("does not advance");
    expect(server.requests.length).toBeLessThanOrEqual(mostRequests);
  });

  test.each([
    ["no next_cursor", json(200, { data: [] })],
    ["a next_cursor that is not text", json(200, { data: [], next_cursor: 1 })],
    ["no data", json(200, { next_cursor: null })],
    ["a page that is null", json(200, null)],
  ])("%s", async (_, reply) => {
    const server = await startScriptedServer(reply);
    const error = await failureOf(createClient(server).deliveries.list().toArray({ limit: 10 }));
    expect(error).toMatchObject({ code: "unexpected_response", status: 200 });
    expect(server.requests).toHaveLength(1);
  });
});

describe("pages", () => {
  test("are whole pages", async () => {
    const server = await startScriptedServer(pages);
    const sizes: number[] = [];
    for await (const { data } of createClient(server).deliveries.list().pages()) sizes.push(data.length);
    expect(sizes).toEqual([2, 2, 2]);
  });
});

describe("toArray", () => {
  test.each([
    { limit: 0, requests: 0 },
    { limit: 1, requests: 1 },
    { limit: 2, requests: 1 },
    { limit: 3, requests: 2 },
    { limit: 6, requests: 3 },
    { limit: Infinity, requests: 3 },
  ])("of $limit takes $requests requests", async ({ limit, requests }) => {
    const server = await startScriptedServer(pages);
    const items = await createClient(server).deliveries.list().toArray({ limit });
    expect(items.map(({ id }) => id)).toEqual(ids(Math.min(limit, 6)));
    expect(server.requests).toHaveLength(requests);
  });
});
