import createClient, { type Client } from "openapi-fetch";
import type { paths } from "./generated/openapi.js";
import { HarborError } from "./harbor-error.js";
import { type HarborOptions, resolveOptions, type Settings } from "./options.js";
import { addIdempotencyKey, baseHeaders, type OutgoingRequest } from "./outgoing-request.js";
import { serialize } from "./raw-json.js";
import { toResponse } from "./received-response.js";
import { transfer } from "./transport.js";

/**
 * An [openapi-fetch](https://openapi-ts.dev/openapi-fetch/) client, typed by the specification. It has the same options,
 * retries and limits as `Harbor`. A call resolves with `{ data, error, response }`: an error response is `error`, not an
 * exception. Calls without a response fail with a `HarborError`.
 *
 * @throws TypeError when an option is missing or invalid, or a live key is used in a web page
 * @example
 * ```ts
 * const raw = createRawClient({ apiKey: "hk_test_…" });
 * const { data, error } = await raw.POST("/events", { body: { type: "order.created", body: { order_id: "ord_123" } } });
 * ```
 */
export function createRawClient(options: Omit<HarborOptions, "events"> = {}): Client<paths> {
  const settings = resolveOptions(options);
  return createClient<paths>({
    baseUrl: settings.baseUrl,
    bodySerializer: serialize,
    fetch: async (request) => {
      try {
        return toResponse(
          await transfer(await toOutgoing(request, settings), settings, { ...settings, streaming: false }),
        );
      } catch (error) {
        if (error instanceof HarborError && error.response !== null) return toResponse(error.response);
        throw error;
      }
    },
  });
}

async function toOutgoing(request: Request, settings: Settings): Promise<OutgoingRequest> {
  const { method, url, signal } = request;
  const headers = baseHeaders(settings, request.headers);
  const body = await request.text();
  addIdempotencyKey(headers, method, body === "" ? undefined : JSON.parse(body));
  return { method, url, headers, body: body === "" ? undefined : body, signal };
}
