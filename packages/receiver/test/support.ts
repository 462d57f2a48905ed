import http from "node:http";
import type { AddressInfo } from "node:net";
import type { DeliveryHandler, DeliveryResponse, Log } from "../src/index.js";
import { signTestRequest, type TestRequest, type TestRequestOptions } from "../src/sign-test-request.js";

export const secret = "whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY=";

export interface LogEntry {
  level: keyof Log;
  message: string;
  fields: Record<string, unknown>;
}

/** A log that keeps its entries, for looking at codes and hints. */
export function memoryLog(): { log: Log; entries: LogEntry[]; codes: () => unknown[] } {
  const entries: LogEntry[] = [];
  const at = (level: keyof Log) => (fields: Record<string, unknown>, message: string) => {
    entries.push({ level, message, fields });
  };
  const log = { debug: at("debug"), info: at("info"), warn: at("warn"), error: at("error") };
  return { log, entries, codes: () => entries.map((entry) => entry.fields.code) };
}

export interface Served {
  url: string;
  close: () => Promise<void>;
}

type Listener = (request: http.IncomingMessage, response: http.ServerResponse) => unknown;

/** Starts any Node request listener on a free loopback port. */
export async function listen(listener: Listener, path = "/webhooks/harbor"): Promise<Served> {
  const server = http.createServer((request, response) => void listener(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${path}`,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export interface Received {
  status: number;
  headers: http.IncomingHttpHeaders;
  body: string;
}

export type Sendable = Pick<TestRequest, "headers" | "body"> & { method: string };

/** Sends exactly these headers and bytes: `fetch` would add a content type and refuse a GET with a body. */
export function send(url: string, { method, headers, body }: Sendable): Promise<Received> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method, headers: { ...headers, "content-length": body.byteLength } });
    request.once("error", reject);
    request.once("response", (response) => {
      const chunks: Buffer[] = [];
      response.on("data", (chunk: Buffer) => chunks.push(chunk));
      response.once("error", reject);
      response.once("end", () => {
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        });
      });
    });
    request.end(body);
  });
}

/** Hands a request straight to the core, without a framework. */
export function deliver(
  receiver: DeliveryHandler,
  options: Omit<TestRequestOptions, "secret">,
): Promise<DeliveryResponse> {
  return receiver.handle(signTestRequest({ secret, ...options }));
}

/** A promise and the functions that settle it: how a test holds a handler open. */
export function gate(): { opened: Promise<void>; open: () => void } {
  let open = (): void => undefined;
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}
