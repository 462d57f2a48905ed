const DEFAULT_BASE_URL = "http://127.0.0.1:4210";
const KEY_VARIABLE = "HARBOR_API_KEY";
const URL_VARIABLE = "HARBOR_BASE_URL";

/** Mistakes in a pasted or quoted key. The messages never show the key. */
const KEY_FAULTS: [pattern: RegExp, fault: string][] = [
  [/^["'`\u2018-\u201d]|["'`\u2018-\u201d]$/, "is in quotes: remove them"],
  [/^\s*[A-Z][A-Z0-9_]*\s*=/, "holds a whole NAME=value line: pass only the value"],
  [/^\s*bearer\b/i, 'begins with "Bearer": pass only the key'],
  [/^whsec_/, "is a signing secret (whsec_…): pass an API key, such as hk_test_…"],
  [/^https?:/i, "is a URL: pass an API key, such as hk_test_…"],
  [/\s/, "contains white space: remove it, also line breaks at the end"],
  [/[^!-~]/, "contains characters that no API key has, such as an invisible space or an ellipsis"],
];

/**
 * @param allowLiveKeyInPage the option of this name
 * @throws TypeError when the key is missing or cannot be one
 */
export function readApiKey(given: string | undefined, allowLiveKeyInPage = false): string {
  const key = given ?? readVariable(KEY_VARIABLE) ?? "";
  const name = given === undefined ? `The environment variable ${KEY_VARIABLE}` : "apiKey";
  if (key === "") throw new TypeError(`The API key is missing: pass apiKey or set ${KEY_VARIABLE}.`);
  const fault = KEY_FAULTS.find(([pattern]) => pattern.test(key))?.[1];
  if (fault !== undefined) throw new TypeError(`${name} ${fault}.`);
  if (key.startsWith("hk_live_") && "document" in globalThis && !allowLiveKeyInPage) {
    throw new TypeError("A live API key must not be used in a web page, where every visitor can read it.");
  }
  return key;
}

/** The URL that the API's paths are appended to. */
export function readBaseUrl(given: string | undefined): string {
  const value = given ?? readVariable(URL_VARIABLE) ?? DEFAULT_BASE_URL;
  const name = given === undefined ? `The environment variable ${URL_VARIABLE}` : "baseUrl";
  const url = URL.canParse(value) ? new URL(value) : undefined;
  if (url === undefined || !/^https?:$/.test(url.protocol)) {
    if (/^(hk|whsec)_/.test(value)) throw new TypeError(`${name} is a key: pass the URL of the server.`);
    const hint = /^[\w.-]+(:\d+)?(\/\S*)?$/.test(value) ? ` Did you mean http://${value}?` : "";
    throw new TypeError(`${name} must be an http or https URL, not ${JSON.stringify(value)}.${hint}`);
  }
  if (url.username + url.password + url.search + url.hash !== "") {
    throw new TypeError(`${name} must not have credentials, a query or a fragment.`);
  }
  const path = url.pathname.replace(/\/+$/, "");
  return `${url.origin}${path.endsWith("/v1") ? path : `${path}/v1`}`;
}

/** The start of a key: enough to recognise it, too little to use it. Undefined for other text, which may be a secret. */
export function keyPrefix(apiKey: string): string | undefined {
  const start = /^h[kp]_(?:live|test)_\w{4}(?=\w{4,}$)/.exec(apiKey)?.[0];
  return start && `${start}…`;
}

/** Undefined where it is not set or empty, and in runtimes without `process`. */
export function readVariable(name: string): string | undefined {
  const { process } = globalThis as { process?: { env?: Record<string, string | undefined> } };
  return process?.env?.[name] || undefined;
}
