import { once } from "node:events";
import { createServer as createHttp } from "node:http";
import { createServer as createTcp, type AddressInfo, type Server, type Socket } from "node:net";
import { createServer as createTls } from "node:tls";
import { generate } from "selfsigned";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { errnoOf } from "@harbor/shared/connection-errors";
import { createHttpClient, type HttpClient, type HttpClientOptions } from "./http-client.js";

const LIMITS = { maxHeadBytes: 64 * 1024, maxBodyBytes: 4096, maxInterimResponses: 10 };
const OK = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

/** The addresses of `host.test`. */
let addresses: string[];
let client: HttpClient;
let closers: (() => void)[];
beforeEach(() => {
  addresses = ["127.0.0.1"];
  closers = [];
  client = newClient();
});
afterEach(() => {
  for (const close of closers) close();
});

function newClient(over: Partial<HttpClientOptions> = {}): HttpClient {
  const created = createHttpClient({
    resolver: { resolve: () => Promise.resolve(addresses.map((address) => ({ address, family: 4 }))) },
    allows: () => true,
    limits: LIMITS,
    maxConnectionAgeMs: 60_000,
    ...over,
  });
  closers.push(() => {
    created.destroy();
  });
  return created;
}

async function listen(server: Server, host = "127.0.0.1", port = 0): Promise<number> {
  const sockets = new Set<Socket>();
  server.on("connection", (socket: Socket) => sockets.add(socket.on("error", () => undefined)));
  closers.push(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  server.listen(port, host);
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

interface Request {
  /** Counted from 0 over all connections, and on its connection. */
  connection: number;
  onConnection: number;
  socket: Socket;
}

/** A receiver that speaks for itself: `respond` is called once per request, and all requests here are without body. */
async function receiver(respond: (request: Request) => void, host?: string, port?: number) {
  let connections = 0;
  const server = createTcp((socket) => {
    const connection = connections++;
    let onConnection = 0;
    socket.on("data", () => {
      respond({ connection, onConnection: onConnection++, socket });
    });
  });
  return { port: await listen(server, host, port), connections: () => connections };
}

/** The status, or the code of the error. */
function post(url: string, { by = client, body = "" } = {}): Promise<number | string> {
  return new Promise((resolve) => {
    by.post(
      { url, fixedHeaders: [], headers: ["X-Test", "1"], body: Buffer.from(body) },
      {
        onResponse: ({ status }) => {
          resolve(status);
        },
        onFailure: (error) => {
          const errors: unknown[] = error instanceof AggregateError ? error.errors : [error];
          resolve(errors.map((each) => errnoOf(each)).join(" "));
        },
      },
    );
  });
}

async function certificate(commonName: string) {
  const { private: key, cert } = await generate([{ name: "commonName", value: commonName }]);
  return { key, cert };
}

describe("a kept-alive connection", () => {
  test("carries one request after the other", async () => {
    const { port, connections } = await receiver(({ socket }) => socket.write(OK));
    for (let n = 0; n < 5; n++) expect(await post(`http://127.0.0.1:${port}/`)).toBe(200);
    expect(connections()).toBe(1);
  });

  test("that the receiver closes right after its response costs nothing", async () => {
    const { port } = await receiver(({ socket }) => socket.end(OK));
    for (let n = 0; n < 30; n++) expect(await post(`http://127.0.0.1:${port}/`)).toBe(200);
  });

  test("that turns out closed is replaced within the request", async () => {
    const { port, connections } = await receiver(({ socket, onConnection }) => {
      if (onConnection === 0) socket.write(OK);
      else socket.resetAndDestroy();
    });
    const results = [];
    for (let n = 0; n < 6; n++)
      results.push(await post(`http://127.0.0.1:${port}/`, { body: "x".repeat(n * 9000) }));
    expect(results).toEqual([200, 200, 200, 200, 200, 200]);
    expect(connections()).toBeGreaterThan(2);
  });

  test("is replaced once: a receiver that closes the new connection too has failed", async () => {
    const { port, connections } = await receiver(({ socket, connection, onConnection }) => {
      if (connection === 0 && onConnection === 0) socket.write(OK);
      else socket.destroy();
    });
    expect(await post(`http://127.0.0.1:${port}/`)).toBe(200);
    expect(await post(`http://127.0.0.1:${port}/`)).toBe("ECONNRESET");
    expect(connections()).toBe(2);
  });

  test("is not replaced once a byte of the response has come", async () => {
    const { port, connections } = await receiver(({ socket, onConnection }) => {
      if (onConnection === 0) socket.write(OK);
      else socket.end("H");
    });
    expect(await post(`http://127.0.0.1:${port}/`)).toBe(200);
    expect(await post(`http://127.0.0.1:${port}/`)).toBe("ECONNRESET");
    expect(connections()).toBe(1);
  });

  test("is closed a second before the receiver says that it will be", async () => {
    const { port, connections } = await receiver(({ socket }) =>
      socket.write("HTTP/1.1 200 OK\r\nKeep-Alive: timeout=1\r\nContent-Length: 0\r\n\r\n"),
    );
    for (let n = 0; n < 3; n++) expect(await post(`http://127.0.0.1:${port}/`)).toBe(200);
    expect(connections()).toBe(3);
  });

  test("is closed when the receiver sends what was not asked for", async () => {
    const { port, connections } = await receiver(({ socket }) =>
      socket.write(`${OK}HTTP/1.1 500 No\r\n\r\n`),
    );
    for (let n = 0; n < 3; n++) expect(await post(`http://127.0.0.1:${port}/`)).toBe(200);
    expect(connections()).toBe(3);
  });

  test("is not used beyond its age, so that a moved host is followed", async () => {
    const old = await receiver(({ socket }) => socket.write(OK));
    const moved = await receiver(({ socket }) => socket.write(OK), "127.0.0.2", old.port);
    const by = newClient({ maxConnectionAgeMs: 300 });
    const url = `http://host.test:${old.port}/`;
    expect(await post(url, { by })).toBe(200);
    addresses = ["127.0.0.2"];
    await vi.waitUntil(async () => (await post(url, { by })) === 200 && moved.connections() === 1, {
      timeout: 10_000,
    });
    expect(old.connections()).toBe(1);
  });

  test("of gunicorn, closed after 2 s without a word, is never a failure", { timeout: 30_000 }, async () => {
    const server = createHttp((request, response) => {
      request.resume();
      response.removeHeader("Keep-Alive");
      response.end();
    });
    server.keepAliveTimeout = 0;
    server.on("connection", (socket: Socket) => {
      let idle: NodeJS.Timeout | undefined;
      socket.on("data", () => {
        clearTimeout(idle);
        idle = setTimeout(() => socket.destroy(), 50);
      });
    });
    const port = await listen(server);
    const failures = [];
    for (let n = 0; n < 60; n++) {
      const result = await post(`http://127.0.0.1:${port}/`);
      if (result !== 200) failures.push(result);
      await new Promise((resolve) => setTimeout(resolve, n % 2 === 0 ? 49 : 50));
    }
    expect(failures).toEqual([]);
  });
});

describe("interim responses", () => {
  test.each(["100 Continue", "102 Processing", "103 Early Hints"])(
    "an unasked %s is skipped",
    async (status) => {
      const { port } = await receiver(({ socket }) => socket.write(`HTTP/1.1 ${status}\r\n\r\n${OK}`));
      for (let n = 0; n < 2; n++) expect(await post(`http://127.0.0.1:${port}/`)).toBe(200);
    },
  );

  test("without end are cut off after ten", async () => {
    let written = 0;
    const hints = Buffer.from("HTTP/1.1 103 Early Hints\r\n\r\n".repeat(2000));
    const { port } = await receiver(({ socket }) => {
      const pour = () => {
        while (socket.writable && socket.write(hints)) written += hints.length;
        written += hints.length;
      };
      socket.on("drain", pour);
      pour();
    });
    const results = await Promise.all(Array.from({ length: 40 }, () => post(`http://127.0.0.1:${port}/`)));
    expect(new Set(results)).toEqual(new Set(["HARBOR_PROTOCOL"]));
    expect(written).toBeLessThan(40 * 20_000_000);
  });
});

describe("a host with several addresses", () => {
  /** A TLS receiver whose handshake starts late. */
  async function slowTls(delayMs: number, port = 0): Promise<number> {
    const tls = createTls(await certificate("host.test"));
    const tcp = createTcp({ pauseOnConnect: true }, (socket) => {
      setTimeout(() => tls.emit("connection", socket), delayMs);
    });
    return await listen(tcp, "127.0.0.1", port);
  }

  test("has its whole time where nothing else is left: the second refuses, the first takes 1 s", async () => {
    const port = await slowTls(1000);
    addresses = ["127.0.0.1", "127.0.0.2"];
    // The handshake gets as far as the certificate, which is self-signed.
    expect(await post(`https://host.test:${port}/`)).toBe("DEPTH_ZERO_SELF_SIGNED_CERT ECONNREFUSED");
  });

  test("is reached by the next one where the first is refused", async () => {
    const { port } = await receiver(({ socket }) => socket.write(OK), "127.0.0.3");
    addresses = ["127.0.0.1", "127.0.0.2", "127.0.0.3"];
    expect(await post(`http://host.test:${port}/`)).toBe(200);
  });

  test("is not dialled at all where one address is refused by the guard", async () => {
    const { port, connections } = await receiver(({ socket }) => socket.write(OK));
    addresses = ["127.0.0.1", "127.0.0.9"];
    const by = newClient({ allows: ({ address }) => address !== "127.0.0.9" });
    expect(await post(`http://host.test:${port}/`, { by })).toBe("HARBOR_BLOCKED_ADDRESS");
    expect(connections()).toBe(0);
  });

  test("fails with the errors of all of them", async () => {
    const { port } = await receiver(() => undefined);
    addresses = ["127.0.0.2", "127.0.0.3"];
    expect(await post(`http://host.test:${port}/`)).toBe("ECONNREFUSED ECONNREFUSED");
  });
});

describe("TLS", () => {
  test("names the host without its trailing dot", async () => {
    const names: string[] = [];
    const { key, cert } = await certificate("host.test");
    const server = createTls({
      key,
      cert,
      SNICallback: (name, done) => {
        names.push(name);
        done(null);
      },
    });
    const port = await listen(server);
    await post(`https://host.test.:${port}/`);
    await post(`https://host.test:${port}/`);
    expect(names).toEqual(["host.test", "host.test"]);
  });
});

test("a header that would end its line is refused, not sent", async () => {
  const { port, connections } = await receiver(({ socket }) => socket.write(OK));
  for (const value of ["a\r\nX: y", "a\nb", "a\0"]) {
    const request = {
      url: `http://127.0.0.1:${port}/`,
      fixedHeaders: [],
      headers: ["X-Test", value],
      body: Buffer.alloc(0),
    };
    const callbacks = { onResponse: () => undefined, onFailure: () => undefined };
    expect(() => client.post(request, callbacks)).toThrow(/CR, LF or NUL/);
  }
  expect(connections()).toBe(0);
});

test("a cancelled request returns the part that has arrived, and calls no callback", async () => {
  const sent = vi.fn();
  const { port } = await receiver(({ socket }) =>
    socket.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", sent),
  );
  const callbacks = { onResponse: vi.fn(), onFailure: vi.fn() };
  const call = client.post(
    { url: `http://127.0.0.1:${port}/`, fixedHeaders: [], headers: [], body: Buffer.alloc(0) },
    callbacks,
  );
  expect(call.cancel()).toBeNull();
  const second = client.post(
    { url: `http://127.0.0.1:${port}/`, fixedHeaders: [], headers: [], body: Buffer.alloc(0) },
    callbacks,
  );
  await vi.waitFor(() => expect(sent).toHaveBeenCalled());
  // The client reads pending bytes before a later connection fails.
  await post(`http://127.0.0.1:1/`);
  expect(second.cancel()).toMatchObject({ status: 200, body: Buffer.from("half") });
  expect([callbacks.onResponse.mock.calls, callbacks.onFailure.mock.calls]).toEqual([[], []]);
});
