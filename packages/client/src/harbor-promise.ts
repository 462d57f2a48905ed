/** What came back, beside the resource itself. */
export interface Answer<T> {
  data: T;
  status: number;
  headers: Headers;
  /** `Harbor-Request-Id`. */
  requestId: string | null;
  /** The answer's JSON text, in which numbers and white space of an event's body are as submitted. */
  text: string;
}

/**
 * The promise of a resource. `.withResponse()` gives the answer around it; it makes no second request.
 *
 * @example
 * ```ts
 * const event = await harbor.events.create({ type, body });
 * const { data, requestId, headers } = await harbor.events.create({ type, body }).withResponse();
 * ```
 */
export class HarborPromise<T> implements Promise<T> {
  readonly [Symbol.toStringTag] = "HarborPromise";
  readonly #start: () => Promise<Answer<T>>;
  #answer: Promise<Answer<T>> | undefined;

  constructor(start: () => Promise<Answer<T>>) {
    this.#start = start;
  }

  /** The resource with status, headers, request id and the answer's text. */
  withResponse(): Promise<Answer<T>> {
    this.#answer ??= this.#start();
    return this.#answer;
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
