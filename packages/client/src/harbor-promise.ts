import { type ReceivedResponse, toResponse } from "./received-response.js";

/** A resource with the response that carried it. */
export interface HarborResponse<T> extends ReceivedResponse {
  data: T;
  /** The URL of the request. */
  url: string;
  /** `Harbor-Request-Id`. */
  requestId: string | null;
  /** The response's JSON text, in which numbers and white space of an event's body are as submitted. */
  text: string;
}

/**
 * The promise of a resource. `.withResponse()` adds the response that carried it, without a second request.
 *
 * @example
 * ```ts
 * const event = await harbor.events.send({ type, body });
 * const { data, requestId, headers } = await harbor.events.send({ type, body }).withResponse();
 * ```
 */
export class HarborPromise<T> implements Promise<T> {
  readonly [Symbol.toStringTag] = "HarborPromise";
  readonly #start: () => Promise<HarborResponse<T>>;
  #response: Promise<HarborResponse<T>> | undefined;

  /** @internal */
  constructor(start: () => Promise<HarborResponse<T>>) {
    this.#start = start;
  }

  /** The resource with status, headers, request id and the response's text. */
  withResponse(): Promise<HarborResponse<T>> {
    this.#response ??= this.#start();
    return this.#response;
  }

  /**
   * The response as `fetch` returns it, with its body unread, for code that expects one. The same request serves `await`,
   * `withResponse` and `asResponse`. An error response rejects with a `HarborError`, as everywhere.
   *
   * @example
   * ```ts
   * const call = harbor.events.get("evt_…");
   * const [event, response] = await Promise.all([call, call.asResponse()]);
   * ```
   */
  async asResponse(): Promise<Response> {
    return toResponse(await this.withResponse());
  }

  then<A = T, B = never>(
    onFulfilled?: ((value: T) => A | PromiseLike<A>) | null,
    onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.withResponse()
      .then(({ data }) => data)
      .then(onFulfilled, onRejected);
  }

  catch<B = never>(onRejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<T | B> {
    return this.then(null, onRejected);
  }

  finally(onFinally?: (() => void) | null): Promise<T> {
    return this.then().finally(onFinally);
  }
}
