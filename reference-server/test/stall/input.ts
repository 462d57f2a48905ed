import type { Sockets } from "./sockets.js";

/** The requests of a hostile client. To add an input, add an entry. */
export interface Input {
  name: string;
  /** Whether it needs an API key. */
  keyed: boolean;
  run(target: Target): Promise<void>;
}

export interface Target {
  url: string;
  key: string;
  sockets: Sockets;
}

const MB = 1_048_576;
/** How long clients that send or never read are kept: the server has to do all it does for them in the meantime. */
export const HOLD_MS = 300;

type Body = string | Buffer | object;

const request =
  (method: "POST" | "PUT") =>
  async ({ url, key }: Target, path: string, body: Body): Promise<Response> =>
    await fetch(`${url}/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: typeof body === "string" || Buffer.isBuffer(body) ? body : JSON.stringify(body),
    });

export const send = request("POST");
export const put = request("PUT");

export async function create(target: Target, path: string, body: object): Promise<string> {
  return ((await (await send(target, path, body)).json()) as { id: string }).id;
}

export function repeat(start: string, part: string, end: string, bytes = 5 * MB - 1000): string {
  return start + part.repeat(Math.floor(bytes / part.length)) + end;
}

/** The headers of a JSON body. */
export const jsonHeaders = (length: number, headers: Record<string, string> = {}) => ({
  "Content-Type": "application/json",
  "Content-Length": String(length),
  ...headers,
});
