/** The headers of a request: a `Headers`, or an object with names in any case and one or several values. */
export type DeliveryHeaders = Headers | Record<string, string | readonly string[] | undefined>;

/** One request, as an adapter passes it to the core. */
export interface DeliveryRequest {
  readonly method: string;
  readonly headers: DeliveryHeaders;
  /** The raw bytes, or a function that reads them and throws a `BodyError` if there are more than `maxBytes`. */
  readonly body: Uint8Array | ((maxBytes: number) => Promise<Uint8Array>);
  /** When the delivery arrived, if it waited in a queue: the age of the signature is counted to this time. */
  readonly receivedAt?: Date | undefined;
  /** The time that the platform leaves, if it is less than the receiver's `timeoutMs`. */
  readonly timeoutMs?: number | undefined;
  /** Keeps a serverless platform alive for a handler that runs longer than its response. */
  readonly waitUntil?: ((work: Promise<unknown>) => void) | undefined;
}

/** The response that an adapter sends. Header names are in lower case. */
export interface DeliveryResponse {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The part of a receiver that an adapter uses. */
export interface DeliveryHandler {
  /** The maximum size of a body, for an adapter that has to read it before `handle` asks for it. */
  readonly maxBodyBytes: number;
  /** The headers of which every delivery has at least one, in lower case. */
  readonly headerNames: readonly string[];
  handle(request: DeliveryRequest): Promise<DeliveryResponse>;
}

/** The value of one header; several values are joined as HTTP joins them. */
export function headerOf(headers: DeliveryHeaders, name: string): string | undefined {
  if (isHeaders(headers)) return headers.get(name) ?? undefined;
  for (const [key, value] of Object.entries(headers)) {
    if (key.toLowerCase() === name && value !== undefined)
      return typeof value === "string" ? value : value.join(", ");
  }
  return undefined;
}

/** Whether a request is meant to be a delivery, also if a proxy has removed some of its headers. */
export function isDelivery({ method, headers }: DeliveryRequest, receiver: DeliveryHandler): boolean {
  const isMarked = receiver.headerNames.some((name) => headerOf(headers, name) !== undefined);
  return method.toUpperCase() === "POST" && isMarked;
}

function isHeaders(headers: DeliveryHeaders): headers is Headers {
  return typeof headers.get === "function";
}
