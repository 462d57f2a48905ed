/** `new URL` also accepts `http:host` and `http:///host`, and drops empty credentials. */
const ABSOLUTE = /^https?:\/\/[^/\\?#]/i;
const CREDENTIALS = /^[^/]*\/\/[^/\\?#]*@/;
/** `new URL` would remove or encode them, so that the stored URL would differ from the checked one. */
const NOT_IN_URLS = /[\s\0-\x1f\x7f\p{Cs}]/u;

/** Whether the text begins with `http://` or `https://` and a host. */
export function isAbsolute(url: string): boolean {
  return ABSOLUTE.test(url);
}

export function hasCredentials(url: string): boolean {
  return CREDENTIALS.test(url);
}

export function hasForbiddenCharacters(url: string): boolean {
  return NOT_IN_URLS.test(url);
}

/** Why the text is not the URL of a page that a browser may be sent to; null if it is. */
export function pageUrlFault(url: string, { allowHttp }: { allowHttp: boolean }): string | null {
  if (hasForbiddenCharacters(url)) {
    return "must not contain white space, control characters or lone surrogates";
  }
  // Browsers read it as a slash, other parsers do not, so that they see different hosts.
  if (url.includes("\\")) return "must not contain a backslash";
  if (!isAbsolute(url) || !URL.canParse(url))
    return "must be absolute, such as https://app.example.com/settings";
  if (hasCredentials(url)) return "must not contain credentials";
  return allowHttp || /^https:/i.test(url) ? null : "must start with https://";
}
