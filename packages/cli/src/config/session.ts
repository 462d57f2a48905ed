import { Harbor, type HarborOptions } from "@harbor/client";
import { CliError, usageError } from "../cli-error.js";
import { type Environment, readKeys } from "./key-file.js";

/** Whom the command speaks to, and as whom. */
export interface Session {
  client: Harbor;
  apiKey: string;
  /** Without `/v1`. */
  baseUrl: string;
  environment: Environment;
}

export interface SessionOptions {
  env?: Environment;
  baseUrl?: string;
}

const DEFAULT_BASE_URL = "http://127.0.0.1:4210";

/** The key from `HARBOR_API_KEY`, or the one that `harbor login` stored for the environment. */
export function openSession(options: SessionOptions): Session {
  const { apiKey, baseUrl } = variable("HARBOR_API_KEY") === null ? storedKey(options) : variableKey(options);
  return { client: createClient({ apiKey, baseUrl }), apiKey, baseUrl, environment: environmentOf(apiKey) };
}

/** Where the server is, as far as the command line and the variables say. */
function givenBaseUrl({ baseUrl }: SessionOptions): string | null {
  const given = baseUrl ?? variable("HARBOR_BASE_URL");
  return given === null ? null : normalizeBaseUrl(given);
}

export function defaultBaseUrl(options: SessionOptions): string {
  return givenBaseUrl(options) ?? DEFAULT_BASE_URL;
}

export function environmentOf(apiKey: string): Environment {
  const [, environment] = /^hk_(live|test)_[A-Za-z0-9_]{8,}$/.exec(apiKey) ?? [];
  if (environment === "live" || environment === "test") return environment;
  throw new CliError("This is not an API key: one is hk_test_… or hk_live_….", {
    code: "not_a_key",
    exit: "not_authenticated",
  });
}

export function createClient(options: HarborOptions): Harbor {
  try {
    return new Harbor(options);
  } catch (error) {
    if (error instanceof TypeError) throw usageError(error.message);
    throw error;
  }
}

function variableKey(options: SessionOptions): { apiKey: string; baseUrl: string } {
  const apiKey = variable("HARBOR_API_KEY") ?? "";
  const environment = environmentOf(apiKey);
  if (options.env !== undefined && options.env !== environment) {
    throw new CliError(`HARBOR_API_KEY is a ${environment} key, and --env asks for ${options.env}.`, {
      code: "wrong_environment",
      exit: "not_authenticated",
    });
  }
  return { apiKey, baseUrl: defaultBaseUrl(options) };
}

/** A stored key goes to the server that it was stored for and to no other. */
function storedKey(options: SessionOptions): { apiKey: string; baseUrl: string } {
  const environment = options.env ?? "test";
  const stored = readKeys()[environment];
  if (stored === undefined) {
    throw new CliError(`There is no API key for the ${environment} environment.`, {
      code: "not_logged_in",
      exit: "not_authenticated",
      remedy: "harbor login, or set HARBOR_API_KEY",
    });
  }
  const given = givenBaseUrl(options);
  if (given !== null && given !== stored.base_url) {
    throw new CliError(`The stored ${environment} key is for ${stored.base_url}, not for ${given}.`, {
      code: "wrong_server",
      exit: "not_authenticated",
      remedy: `harbor login --base-url ${given}, or set HARBOR_API_KEY`,
    });
  }
  return { apiKey: stored.api_key, baseUrl: stored.base_url };
}

function variable(name: string): string | null {
  const value = process.env[name];
  return value === undefined || value === "" ? null : value;
}

function normalizeBaseUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw usageError(`The base URL must be an http or https URL, not ${JSON.stringify(text)}.`);
  }
  return text.replace(/\/+$/, "").replace(/\/v1$/, "");
}
