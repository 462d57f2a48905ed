import { modeOfApiKey } from "@harbor/shared/credentials";
import { Harbor, type HarborOptions } from "@harbor/client";
import { CliError, usageError } from "../cli-error.js";
import { type KeyMode, keyFilePath, readKeys } from "./key-file.js";

/** The server and the key that a command uses. */
export interface Session extends Credentials {
  client: Harbor;
  mode: KeyMode;
}

interface Credentials {
  apiKey: string;
  /** Without `/v1`. */
  baseUrl: string;
  /** Where the key is from, for error messages. */
  keySource: string;
}

export interface SessionOptions {
  env?: KeyMode;
  baseUrl?: string;
}

const DEFAULT_BASE_URL = "http://127.0.0.1:4210";
const KEY_VARIABLE = "HARBOR_API_KEY";
const SHOWN_CHARACTERS = "hk_test_".length + 4;

/** Uses the key in `HARBOR_API_KEY`, else the one that `harbor login` stored for the environment. */
export function openSession(options: SessionOptions): Session {
  const credentials = variable(KEY_VARIABLE) === null ? storedKey(options) : variableKey(options);
  const { apiKey, baseUrl, keySource } = credentials;
  const mode = modeOf(apiKey, keySource);
  return { ...credentials, client: createClient({ apiKey, baseUrl }), mode };
}

/** The server from `--base-url` or `HARBOR_BASE_URL`. */
function givenBaseUrl({ baseUrl }: SessionOptions): string | null {
  const given = baseUrl ?? variable("HARBOR_BASE_URL");
  return given === null ? null : normalizeBaseUrl(given);
}

export function defaultBaseUrl(options: SessionOptions): string {
  return givenBaseUrl(options) ?? DEFAULT_BASE_URL;
}

export function modeOf(apiKey: string, source = "The input"): KeyMode {
  const mode = modeOfApiKey(apiKey);
  if (mode !== null) return mode;
  const isQuoted = /^\s*["'`].*["'`]\s*$/s.test(apiKey);
  const isSecret = apiKey.startsWith("whsec_");
  throw new CliError(`${source} is not an API key: a key has the form hk_test_… or hk_live_….`, {
    code: "not_a_key",
    exit: "not_authenticated",
    remedy: isQuoted
      ? "remove the quotes around the key"
      : isSecret
        ? "this is a signing secret: use the API key"
        : null,
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

/** The start of a key: enough to recognize it, too little to use it. Other text may be a secret: nothing of it is shown. */
export function keyPrefix(apiKey: string): string {
  return modeOfApiKey(apiKey) !== null ? `${apiKey.slice(0, SHOWN_CHARACTERS)}…` : "…";
}

function variableKey(options: SessionOptions): Credentials {
  const apiKey = variable(KEY_VARIABLE) ?? "";
  const mode = modeOf(apiKey, KEY_VARIABLE);
  if (options.env !== undefined && options.env !== mode) {
    throw new CliError(`${KEY_VARIABLE} is a ${mode} key, but --env asks for ${options.env}.`, {
      code: "wrong_environment",
      exit: "not_authenticated",
    });
  }
  return { apiKey, baseUrl: defaultBaseUrl(options), keySource: KEY_VARIABLE };
}

/** A stored key is sent only to the server that it was stored for. */
function storedKey(options: SessionOptions): Credentials {
  const mode = options.env ?? "test";
  const stored = readKeys()[mode];
  if (stored === undefined) {
    throw new CliError(`No API key is stored for the ${mode} environment.`, {
      code: "not_logged_in",
      exit: "not_authenticated",
      remedy: `harbor login, or set ${KEY_VARIABLE}`,
    });
  }
  const given = givenBaseUrl(options);
  if (given !== null && given !== stored.base_url) {
    throw new CliError(`The stored ${mode} key is for ${stored.base_url}, not for ${given}.`, {
      code: "wrong_server",
      exit: "not_authenticated",
      remedy: `harbor login --base-url ${given}, or set ${KEY_VARIABLE}`,
    });
  }
  return { apiKey: stored.api_key, baseUrl: stored.base_url, keySource: keyFilePath() };
}

function variable(name: string): string | null {
  const value = process.env[name];
  return value === undefined || value === "" ? null : value;
}

function normalizeBaseUrl(text: string): string {
  if (/^(hk|whsec)_/.test(text)) throw usageError("The base URL is a key: give the URL of the server.");
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol)) {
    throw usageError(`The base URL must be an http or https URL, not ${JSON.stringify(text)}.`);
  }
  return text.replace(/\/+$/, "").replace(/\/v1$/, "");
}
