import type { EventSchemas } from "./define-events.js";
import type { HarborError } from "./harbor-error.js";
import { readApiKey, readBaseUrl, readVariable } from "./credentials.js";

/** The part of `fetch` that the client uses. The global one, undici's and any other of this shape work. */
export type Fetch = (
  url: string,
  init: {
    method: string;
    headers: Record<string, string>;
    body?: string;
    signal: AbortSignal;
    redirect: "manual";
  },
) => Promise<FetchResponse>;

/** The part of a `Response` that the client uses. */
export interface FetchResponse {
  readonly status: number;
  readonly headers: Iterable<[string, string]>;
  /** A `ReadableStream` is read as it arrives, within the client's limit of the body's size. */
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

/** Called around every attempt. An error thrown by a hook fails the call. */
export interface Hooks {
  /** Before each attempt. May change `headers`, for example to add a trace context. */
  onRequest?: ((info: AttemptInfo & { headers: Headers }) => void | Promise<void>) | undefined;
  /** After each attempt that got a response, with any status. */
  onResponse?:
    | ((
        info: AttemptInfo & {
          status: number;
          headers: Headers;
          requestId: string | null;
          durationMs: number;
        },
      ) => void | Promise<void>)
    | undefined;
  /** Before the wait that precedes a retry. */
  onRetry?:
    ((info: AttemptInfo & { error: HarborError; delayMs: number }) => void | Promise<void>) | undefined;
}

/** Limits that hold for every call and can be set again for one. */
export interface CallLimits {
  /** Time limit of one attempt, including the response body. In ms, default 30,000; `Infinity` for no limit. */
  timeoutMs?: number | undefined;
  /** Time limit of the call, including retries and waits. In ms, default 120,000; `Infinity` for no limit. */
  deadlineMs?: number | undefined;
  /** Attempts after the first. Default 3; 0 for no retries. */
  maxRetries?: number | undefined;
}

/** Where the client writes its debug lines. */
export type DebugLog = "debug" | "off" | ((line: string) => void);

/** Every option has a default, except `apiKey`: it needs the option or its environment variable. */
export interface HarborOptions<Events extends EventSchemas = EventSchemas> extends CallLimits, Hooks {
  /** `hk_test_…` or `hk_live_…`. Default: the environment variable `HARBOR_API_KEY`. */
  apiKey?: string | undefined;
  /**
   * URL of the server, with or without the final `/v1`. Default: the environment variable `HARBOR_BASE_URL`, else
   * `http://127.0.0.1:4210`.
   */
  baseUrl?: string | undefined;
  /**
   * Accepts a live key in a web page. Only for a page whose user enters the key: a key that the page contains is read by every
   * visitor. Default false.
   */
  allowLiveKeyInPage?: boolean | undefined;
  /** The application's events (`defineEvents`). `events.send` then accepts only these; without it, any event. */
  events?: Events | undefined;
  /** Sent with every request. */
  headers?: Record<string, string> | undefined;
  /**
   * `debug` writes a line to stderr for each attempt: method, path, status, attempt, duration and request id, never a key, a body
   * or the value of a query parameter. A function gets the lines instead. Default: `debug` if the environment variable `HARBOR_LOG` is
   * `debug`, else `off`.
   */
  log?: DebugLog | undefined;
  /** Replaces the global `fetch`. */
  fetch?: Fetch | undefined;
  /** The n-th retry waits a random time up to this times 2^(n-1). In ms, default 250. */
  retryBaseDelayMs?: number | undefined;
  /** Cap of that wait. In ms, default 8,000. A longer `Retry-After` is honoured up to a minute. */
  retryMaxDelayMs?: number | undefined;
}

type Required<T> = { [Name in keyof T]-?: Exclude<T[Name], undefined> };

/** Limits with their defaults. */
export type Limits = Required<CallLimits>;

/** Options with defaults and environment variables filled in. */
export interface Settings extends Required<Omit<HarborOptions, "events" | keyof Hooks>>, Hooks {}

/** @throws TypeError that names the wrong option and its remedy */
export function resolveOptions(options: Omit<HarborOptions, "events">): Settings {
  const settings: Settings = {
    timeoutMs: 30_000,
    deadlineMs: 120_000,
    maxRetries: 3,
    retryBaseDelayMs: 250,
    retryMaxDelayMs: 8_000,
    headers: {},
    allowLiveKeyInPage: false,
    log: readVariable("HARBOR_LOG")?.toLowerCase() === "debug" ? "debug" : "off",
    // Looked up at each call, so that instrumentation that replaces the global one is used.
    fetch: (url, init) => globalThis.fetch(url, init),
    ...withoutUndefined(options),
    apiKey: readApiKey(options.apiKey, options.allowLiveKeyInPage),
    baseUrl: readBaseUrl(options.baseUrl),
  };
  checkLimits(settings);
  if (typeof settings.log !== "function" && !/^(debug|off)$/.test(settings.log))
    throw new TypeError('log must be "debug", "off" or a function.');
  for (const name of ["retryBaseDelayMs", "retryMaxDelayMs"] as const) {
    if (!(settings[name] >= 0)) throw new TypeError(`${name} must be 0 or more.`);
  }
  return settings;
}

/** @throws TypeError for a limit that is not a number in its range */
export function checkLimits({ timeoutMs, deadlineMs, maxRetries }: Limits): void {
  if (!(timeoutMs > 0)) throw new TypeError("timeoutMs must be more than 0.");
  if (!(deadlineMs > 0)) throw new TypeError("deadlineMs must be more than 0.");
  if (!(maxRetries >= 0)) throw new TypeError("maxRetries must be 0 or more.");
}

/** An option that is `undefined` counts as not given. */
export function withoutUndefined<T extends object>(
  options: T,
): { [Name in keyof T]: Exclude<T[Name], undefined> } {
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  return Object.fromEntries(given) as { [Name in keyof T]: Exclude<T[Name], undefined> };
}
