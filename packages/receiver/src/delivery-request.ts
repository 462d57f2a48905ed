/** Headers as platforms hand them over: a `Headers`, or an object in any case with single or several values. */
export type DeliveryHeaders = Headers | Record<string, string | readonly string[] | undefined>;

/** One request as an adapter hands it to the core. */
export interface DeliveryRequest {
  readonly method: string;
  readonly headers: DeliveryHeaders;
  /** The raw bytes, or a function that reads at most `maxBytes` of them and throws a `BodyError` otherwise. */
  readonly body: Uint8Array | ((maxBytes: number) => Promise<Uint8Array>);
  /** When the delivery really arrived, if it has waited in a queue since: its signature is judged by that moment. */
  readonly receivedAt?: Date | undefined;
  /** Time that the platform leaves, where that is less than the receiver's `timeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /** Keeps a serverless platform alive for a handler that outlives its answer. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** What an adapter sends back. Header names are lower-case. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** All that an adapter needs of a receiver. */
export interface DeliveryHandler {
  handle(request: DeliveryRequest): Promise<Answer>;
}

/** One header's value, whatever shape the headers have; several values are joined as HTTP joins them. */
export function headerOf(headers: DeliveryHeaders, name: string): string | undefined {
  if (isHeaders(headers)) return headers.get(name) ?? undefined;
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() === name && value !== undefined)
      return typeof value === "string" ? value : value.join(", ");
  }
  return undefined;
}

function isHeaders(headers: DeliveryHeaders): headers is Headers {
  return typeof headers.get === "function";
}
