import { isLocalFaultCode } from "../../errno.js";
import type { Mode } from "../../domain/domain.js";
import {
  createHttpClient,
  type HttpCall,
  type HttpCallbacks,
  type HttpClient,
  type HttpClientOptions,
} from "../../net/http-client.js";
import type { HttpResponse } from "../../net/http-connection.js";
import type { UrlGuard } from "../../net/url-guard.js";
import { attemptErrorOf } from "./attempt-error.js";
import { MAX_RESPONSE_BYTES, responded } from "./response.js";
import { failed, type SendResult, type SignedRequest, type Transport } from "./transport.js";

/** docs/contract.md §4, "The response". */
const LIMITS = { maxHeadBytes: 64 * 1024, maxBodyBytes: MAX_RESPONSE_BYTES, maxInterimResponses: 10 };

export interface HttpTransport {
  send: Transport;
  /** Closes every connection. Its requests, and later ones, never resolve: their leases expire, and they are sent again. */
  destroy(): void;
}

/** Sends to destinations over HTTP. Live and test have connections of their own, because they may dial different addresses. */
export function createHttpTransport({
  guard,
  ...options
}: Pick<HttpClientOptions, "resolver" | "maxConnectionAgeMs"> & { guard: UrlGuard }): HttpTransport {
  const clientFor = (mode: Mode) =>
    createHttpClient({ ...options, limits: LIMITS, allows: (target) => guard.allows(target, mode) });
  const clients: Record<Mode, HttpClient> = { live: clientFor("live"), test: clientFor("test") };
  const inFlight = new Set<Attempt>();
  let destroyed = false;
  return {
    send: (request) =>
      new Promise((resolve) => {
        if (destroyed) return;
        if (!mayConnect(request)) {
          resolve(failed("blocked_address"));
          return;
        }
        const attempt = new Attempt(request, (result) => {
          inFlight.delete(attempt);
          resolve(result);
        });
        inFlight.add(attempt);
        attempt.start(clients[request.mode]);
      }),
    destroy() {
      destroyed = true;
      for (const attempt of inFlight) attempt.abandon();
      inFlight.clear();
      clients.live.destroy();
      clients.test.destroy();
    },
  };
}

/** A URL that a portal session has set may be `http` from a time when that was allowed. */
function mayConnect({ mode, destination }: SignedRequest): boolean {
  return mode === "test" || destination.url.startsWith("https:");
}

/** One POST within the destination's timeout. */
class Attempt implements HttpCallbacks {
  #call: HttpCall | null = null;
  readonly #timer: NodeJS.Timeout;

  constructor(
    private readonly request: SignedRequest,
    private readonly finish: (result: SendResult) => void,
  ) {
    this.#timer = setTimeout(() => {
      const partial = this.abandon();
      this.finish(partial === null ? failed("timeout") : responded(partial, request.sentAt));
    }, request.destination.timeout_seconds * 1000);
  }

  start(client: HttpClient): void {
    const { destination, fixedHeaders, headers, body } = this.request;
    this.#call = client.post({ url: destination.url, fixedHeaders, headers, body }, this);
  }

  onResponse(response: HttpResponse): void {
    clearTimeout(this.#timer);
    this.finish(responded(response, this.request.sentAt));
  }

  onFailure(error: Error): void {
    clearTimeout(this.#timer);
    this.finish(isLocalFaultCode(error) ? { local_fault: error } : failed(attemptErrorOf(error)));
  }

  abandon(): HttpResponse | null {
    clearTimeout(this.#timer);
    return this.#call?.cancel() ?? null;
  }
}
