import type { EventSchemas } from "./define-events.js";
import type { HarborError } from "./harbor-error.js";

/** What is asked of `fetch`; the global one, undici's and any with the same shape will do. */
export type Fetch = (
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    body?: ArrayBuffer;
    signal: AbortSignal;
    redirect: "manual";
  },
) => Promise<FetchResponse>;

/** What the client uses of an answer of `fetch`. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: Iterable<[string, string]>;
  readonly body: unknown;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** One attempt of a call, as the hooks see it. Never holds the API key. */
export interface AttemptInfo {
  method: string;
  url: string;
  /** 0 for the first attempt. */
  attempt: number;
}

/** Called around every attempt; what they throw fails the call. */
export interface Hooks {
  /** Before each attempt. May change `headers`, for example to add a trace context. */
  onRequest: (info: AttemptInfo & { headers: Headers }) => void | Promise<void>;
  /** After each attempt that was answered, whatever the status. */
  onResponse: (
    info: AttemptInfo & { status: number; headers: Headers; requestId: string | null; durationMs: number },
  ) => void | Promise<void>;
  /** Before the wait that precedes a retry. */
  onRetry: (info: AttemptInfo & { error: HarborError; delayMs: number }) => void | Promise<void>;
}

/** How long a call may take and how often it is tried. */
export interface Limits {
  /** For one attempt, the reading of the answer's body included. In ms, default 30,000; `Infinity` for none. */
  timeoutMs: number;
  /** For the call, with all its retries and waits. In ms, default 120,000; `Infinity` for none. */
  deadlineMs: number;
  /** Attempts after the first. Default 3; 0 for none. */
  maxRetries: number;
}

/** Everything that `new Harbor` can be told. */
export interface Settings extends Limits, Partial<Hooks> {
  /** `hk_test_…` or `hk_live_…`. Default: the environment variable `HARBOR_API_KEY`. */
  apiKey: string;
  /**
   * Where the server is, with or without the final `/v1`. Default: the environment variable `HARBOR_BASE_URL`, else
   * `http://127.0.0.1:4210`.
   */
  baseUrl: string;
  /** Sent with every request. */
  headers: Record<string, string>;
  /** Instead of the global `fetch`. */
  fetch: Fetch;
  /** The n-th retry waits a random time up to this times 2^(n-1). In ms, default 250. */
  retryBaseDelayMs: number;
  /** Cap of that wait. In ms, default 8,000. `Retry-After` may ask for more, of which a minute is obeyed. */
  retryMaxDelayMs: number;
}

/** `undefined` is the same as not given, so that `apiKey: process.env.MY_KEY` compiles. */
export type Optional<T> = { [Name in keyof T]?: T[Name] | undefined };

/** Every option has a default; `apiKey` needs either the option or its environment variable. */
export interface HarborOptions<Events extends EventSchemas = EventSchemas> extends Optional<Settings> {
  /** The application's events (`defineEvents`). `events.send` then takes these only; without it, any. */
  events?: Events | undefined;
}

/** Limits that hold for every call and can be set again for one. */
export type CallLimits = Optional<Limits>;

const DEFAULT_BASE_URL = "http://127.0.0.1:4210";

/** Options with defaults and environment variables filled in. Throws a `TypeError` that says what is wrong. */
export function resolveOptions(options: Optional<Settings>): Settings {
  const settings: Settings = {
    timeoutMs: 30_000,
    deadlineMs: 120_000,
    maxRetries: 3,
    retryBaseDelayMs: 250,
    retryMaxDelayMs: 8_000,
    headers: {},
    // Looked up at each call, so that instrumentation that replaces the global one is seen.
    fetch: (url, init) => globalThis.fetch(url, init),
    ...withoutUndefined(options),
    apiKey: readApiKey(options.apiKey ?? readVariable("HARBOR_API_KEY")),
    baseUrl: readBaseUrl(options.baseUrl ?? readVariable("HARBOR_BASE_URL") ?? DEFAULT_BASE_URL),
  };
  checkLimits(settings);
  for (const name of ["retryBaseDelayMs", "retryMaxDelayMs"] as const) {
    if (!(settings[name] >= 0)) throw new TypeError(`${name} must be 0 or more.`);
  }
  return settings;
}

/** Throws a `TypeError` for a limit that makes no sense. */
export function checkLimits({ timeoutMs, deadlineMs, maxRetries }: Limits): void {
  if (!(timeoutMs > 0)) throw new TypeError("timeoutMs must be more than 0.");
  if (!(deadlineMs > 0)) throw new TypeError("deadlineMs must be more than 0.");
  if (!(maxRetries >= 0)) throw new TypeError("maxRetries must be 0 or more.");
}

/** So that an option given as `undefined` is the same as one not given. */
export function withoutUndefined<T extends object>(
  options: T,
): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [Name in keyof T]: Exclude<T[Name], undefined> };
}

function readApiKey(key = ""): string {
  if (key === "") throw new TypeError("An API key is needed: pass apiKey or set HARBOR_API_KEY.");
  if (key.startsWith("whsec_")) {
    throw new TypeError("apiKey is a signing secret (whsec_…); the API takes a key such as hk_test_….");
  }
  if (!/^[!-~]+$/.test(key))
    throw new TypeError("apiKey has white space or other characters that no key has.");
  if (key.startsWith("hk_live_") && "document" in globalThis) {
    throw new TypeError("A live API key may not be used in a web page, where every visitor can read it.");
  }
  return key;
}

function readBaseUrl(value: string): string {
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    throw new TypeError(`baseUrl must be an http or https URL, not ${JSON.stringify(value)}.`);
  }
  const path = url.pathname.replace(/\/+$/, "");
  return `${url.origin}${path.endsWith("/v1") ? path : `${path}/v1`}`;
}

function readVariable(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[name] || undefined;
}
