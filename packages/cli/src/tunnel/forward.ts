import { request as httpRequest, Agent as HttpAgent, type IncomingMessage } from "node:http";
import { request as httpsRequest, Agent as HttpsAgent } from "node:https";
import { setTimeout as sleep } from "node:timers/promises";
import { connectionErrorOf, type ConnectionError, errnosOf } from "@harbor/shared/connection-errors";
import type { HeaderList } from "@harbor/shared/tunnel-messages";
import { type LocalFault, localFaultOf } from "../local-fault.js";

export interface Delivery {
  headers: HeaderList;
  body: Buffer;
}

/** The local receiver's response, or the reason for the lack of one. */
export type Outcome =
  | { status: number; headers: HeaderList; body: Buffer; latencyMs: number }
  | {
      error: ConnectionError;
      /** This machine could not make the request all the time. */
      localFault?: LocalFault;
      latencyMs: number;
    };

export type Forward = (delivery: Delivery) => Promise<Outcome>;

export interface ForwardOptions {
  /** For the whole of a delivery. */
  timeoutMs: number;
  /** Called for each request that this machine could not make; it is repeated. */
  onLocalFault: (fault: LocalFault) => void;
}

/** Harbor keeps this much of a response's body. */
const MAX_RESPONSE_BYTES = 4096;
const LOCAL_FAULT_RETRY_MS = 1000;

/**
 * POSTs deliveries to the local receiver, with the body's bytes and every header unchanged. A request that this machine could not
 * make says nothing about the receiver: it is repeated while the time of the delivery lasts (docs/tunnel.md).
 */
export function createForward(url: URL, { timeoutMs, onLocalFault }: ForwardOptions): Forward {
  const post = createPost(url);
  return async (delivery) => {
    const startedAt = performance.now();
    const elapsedMs = () => Math.round(performance.now() - startedAt);
    for (;;) {
      const sent = await post(delivery, timeoutMs - elapsedMs());
      if (!("localFault" in sent)) return { ...sent, latencyMs: elapsedMs() };
      onLocalFault(sent.localFault);
      const hasTime = elapsedMs() + LOCAL_FAULT_RETRY_MS < timeoutMs;
      if (!hasTime) return { error: "timeout", ...sent, latencyMs: elapsedMs() };
      await sleep(LOCAL_FAULT_RETRY_MS);
    }
  };
}

type Sent =
  | { status: number; headers: HeaderList; body: Buffer }
  | { error: ConnectionError }
  | { localFault: LocalFault };

function createPost(url: URL): (delivery: Delivery, timeoutMs: number) => Promise<Sent> {
  const secure = url.protocol === "https:";
  const agent = secure ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const start = secure ? httpsRequest : httpRequest;
  return ({ headers, body }, timeoutMs) =>
    new Promise((resolve) => {
      const request = start(url, {
        method: "POST",
        agent,
        headers: ["Host", url.host, ...headers.flat(), "Content-Length", String(body.length)],
        signal: AbortSignal.timeout(timeoutMs),
      });
      request.on("response", (response) => {
        void readStart(response).then((start) => {
          resolve({ status: response.statusCode ?? 0, headers: pairs(response.rawHeaders), body: start });
        });
      });
      request.on("error", (error) => {
        const localFault = localFaultOf(error);
        resolve(localFault === null ? { error: failureOf(error) } : { localFault });
      });
      request.end(body);
    });
}

/** The first 4 KB. The status counts, even if the body fails after it. */
async function readStart(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  try {
    for await (const chunk of response) {
      chunks.push(chunk as Buffer);
      bytes += (chunk as Buffer).length;
      // Leaving the loop closes the connection; a body that fits is read to its end, which keeps it open.
      if (bytes > MAX_RESPONSE_BYTES) break;
    }
  } catch {
    // The connection broke: the part that arrived is kept.
  }
  return Buffer.concat(chunks).subarray(0, MAX_RESPONSE_BYTES);
}

/** The `error` of an [attempt](https://github.com/harbor-webhooks/harbor/blob/main/docs/contract.md#an-attempt). */
function failureOf(error: Error): ConnectionError {
  if (error.name === "AbortError" || error.name === "TimeoutError") return "timeout";
  const known = errnosOf(error).map(connectionErrorOf);
  return known.find((name) => name !== undefined) ?? "protocol_error";
}

function pairs(raw: readonly string[]): HeaderList {
  const found: HeaderList = [];
  for (let at = 0; at + 1 < raw.length; at += 2) found.push([raw[at] ?? "", raw[at + 1] ?? ""]);
  return found;
}
