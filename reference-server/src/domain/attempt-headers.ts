/** Name and value. The value is null where it is not kept: custom headers may be secrets. */
export type ShownHeader = readonly [name: string, value: string | null];

/** The delivery that a request is for. */
export interface Identity {
  id: string;
  event_id: string;
  event_type: string;
  tenant: string | null;
}

/** The headers of every request to a destination, as name, value, name, value, and what its attempts keep of them. */
export interface FixedHeaders {
  readonly headers: readonly string[];
  readonly keptHeaders: string;
}

/** Bytes of names and values that are kept of a response (docs/contract.md §4, The response). */
const MAX_RESPONSE_BYTES = 4096;

const CONTENT_TYPE = ["Content-Type", "application/json"] as const;

export function fixedHeaders(custom: readonly string[], userAgent: string): FixedHeaders {
  const names = custom.filter((_, at) => at % 2 === 0);
  return {
    headers: [...custom, ...CONTENT_TYPE, "User-Agent", userAgent],
    keptHeaders: [...names, line("User-Agent", userAgent)].join("\n"),
  };
}

/** Those that follow from the delivery, so that an attempt need not keep them; as name, value, name, value. */
export function identityHeaders({ id, event_id, event_type, tenant }: Identity): string[] {
  return [
    ...(tenant === null ? [] : ["Harbor-Tenant", tenant]),
    "Harbor-Event-Id",
    event_id,
    "Harbor-Event-Type",
    event_type,
    "Harbor-Delivery-Id",
    id,
  ];
}

/**
 * The headers of a request as its attempt keeps them: a line each, without a value where it is not kept. Text, because each attempt
 * writes it: JSON took 2 us more.
 */
export function keepRequest(
  { keptHeaders }: Pick<FixedHeaders, "keptHeaders">,
  own: readonly string[],
): string {
  let kept = keptHeaders;
  for (let at = 0; at + 1 < own.length; at += 2) kept += `\n${line(own[at] ?? "", own[at + 1] ?? "")}`;
  return kept;
}

export function shownRequest(kept: string, delivery: Identity): ShownHeader[] {
  const identity = identityHeaders(delivery);
  const pairs = identity.flatMap((name, at): ShownHeader[] =>
    at % 2 === 0 ? [[name, identity[at + 1] ?? ""]] : [],
  );
  return [CONTENT_TYPE, ...shownResponse(kept), ...pairs];
}

/** The headers of a response as its attempt keeps them, in their order and as far as the limit goes. */
export function keepResponse(headers: readonly (readonly [name: string, value: string])[]): string {
  let bytes = 0;
  const beyond = headers.findIndex(([name, value]) => {
    bytes += Buffer.byteLength(name) + Buffer.byteLength(value);
    return bytes > MAX_RESPONSE_BYTES;
  });
  const kept = beyond === -1 ? headers : headers.slice(0, beyond);
  return kept.map(([name, value]) => line(name, value).replace(BREAKS, " ")).join("\n");
}

/** Only a tunnel's client can send these: http refuses them. */
const BREAKS = /[\0\r\n]/g;

export function shownResponse(kept: string): ShownHeader[] {
  return kept === "" ? [] : kept.split("\n").map(shownLine);
}

function line(name: string, value: string): string {
  return `${name}: ${value}`;
}

function shownLine(text: string): ShownHeader {
  const end = text.indexOf(": ");
  return end === -1 ? [text, null] : [text.slice(0, end), text.slice(end + 2)];
}
