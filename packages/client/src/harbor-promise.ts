import type { ReceivedResponse } from "./harbor-error.js";

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
