/** A response as it was received. */
export interface ReceivedResponse {
  status: number;
  headers: Headers;
  /** The body. Of an error response, the first megabyte. */
  text: string;
}

/** The same as a `Response`, which can be read once. */
export function toResponse({ status, headers, text }: ReceivedResponse): Response {
  const hasBody = status !== 204 && status !== 205 && status !== 304;
  return new Response(hasBody ? text : null, { status, headers });
}
