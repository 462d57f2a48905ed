import { printable } from "./output/printable.js";

/** A failed attempt, as far as it is known where the advice is shown. */
export interface FailedAttempt {
  /** The status of the response, or null if there was none. */
  status: number | null;
  /** Why there was no response: an attempt's `error`. */
  error: string | null;
  /** The start of the response's body. */
  body: string;
  /** The `Location` header, if known. */
  location?: string | null;
  /** The receiver's URL, or null if it is not known. */
  url: URL | null;
  /** The receiver is local: it gets its deliveries and its secret from `harbor listen`. */
  local: boolean;
}

/** One sentence that says what probably went wrong and what to try; null if there is nothing to add to the response. */
export function adviseOn(attempt: FailedAttempt): string | null {
  if (attempt.error !== null) return adviseOnError(attempt.error, attempt);
  const { status } = attempt;
  if (status === null) return null;
  if (status >= 200 && status < 300) {
    return isHtml(attempt.body)
      ? "The response is an HTML page: is this your webhook route, or a page of the web app?"
      : null;
  }
  if (status >= 300 && status < 400) return adviseOnRedirect(attempt);
  return status >= 500 ? adviseOnServerError(status, attempt) : adviseOnRefusal(status, attempt);
}

const CHECK_SECRET = /signature|webhook secret|unauthori[sz]ed/i;

function adviseOnRefusal(status: number, { body, url, local }: FailedAttempt): string | null {
  const path = url === null ? "this path" : printable(url.pathname);
  switch (status) {
    case 401:
      return unverified(local);
    case 400:
      return CHECK_SECRET.test(body) ? unverified(local) : null;
    case 403:
      return /csrf/i.test(body)
        ? `CSRF protection refused it: exempt ${path}, because Harbor's signature takes its place.`
        : "Something in front of the receiver refused it, such as a login or CSRF protection: exempt this route.";
    case 404:
      return nothingAt(path, local);
    case 405:
      return `The route ${path} exists but does not accept POST.`;
    case 413:
      return "The body is too large for the receiver: raise the limit of its body parser.";
    case 415:
      return "The receiver does not accept application/json at this route.";
    case 419:
      return `CSRF protection refused it: exempt ${path}, because Harbor's signature takes its place.`;
    default:
      return isHtml(body) ? `The response is an HTML page: is ${path} your webhook route?` : null;
  }
}

function unverified(local: boolean): string {
  return local
    ? "Your receiver could not verify it: does it have the secret above?"
    : "Your receiver could not verify it: does it have this destination's signing secret? `harbor verify` checks a captured request.";
}

function nothingAt(path: string, local: boolean): string {
  if (!local) return `Nothing at ${path}: check the path of the destination's URL.`;
  const example = path === "/webhooks/harbor" ? "/api/webhooks" : "/webhooks/harbor";
  return path === "/"
    ? `Nothing at /; try the path of your receiver, such as harbor listen 3000${example}.`
    : `Nothing at ${path}: is your receiver's route another one, such as ${example}?`;
}

function adviseOnRedirect({ location, url }: FailedAttempt): string {
  if (location === undefined || location === null || location === "")
    return "The receiver redirects, and Harbor does not follow redirects: use the final URL.";
  const to = url !== null && URL.canParse(location, url.href) ? new URL(location, url).href : location;
  const slash = url !== null && to === `${url.href}/` ? " (a trailing slash)" : "";
  return `The receiver redirects to ${printable(to)}${slash}, and Harbor does not follow redirects: use that URL.`;
}

function adviseOnServerError(status: number, { body }: FailedAttempt): string | null {
  if (
    /body_already_parsed|body_not_raw|already (been )?(parsed|read|consumed)|raw body|body is unusable/i.test(
      body,
    )
  ) {
    return "A body parser ran before the receiver: mount the receiver before it, because a signature covers the raw bytes.";
  }
  if (isHtml(body)) return "The receiver failed with an HTML error page: its own log has the cause.";
  if (status === 500 && body.trim() === "") {
    return "The receiver failed without a word: its log has the cause, most often a missing secret or a body parser that ran before it.";
  }
  if (status === 501 || status === 505)
    return `The receiver does not support the request (${status}): is it an HTTP server?`;
  if (status === 502 || status === 504) return "A proxy in front of the receiver could not reach it.";
  return null;
}

function adviseOnError(error: string, { url, local }: FailedAttempt): string | null {
  const host = url === null ? "the destination" : printable(url.host);
  switch (error) {
    case "connection_refused":
      return local
        ? `Nothing listens on ${host}: is your receiver running, and on this port?`
        : `Nothing accepts connections at ${host}.`;
    case "connection_reset":
      return "The receiver closed the connection without a response: did it crash or restart?";
    case "timeout":
      return `No response in time: respond first and do the work later${local ? ", or raise --timeout" : ", or raise the destination's timeout"}.`;
    case "dns_error":
      return `The host name of ${host} is unknown.`;
    case "tls_error":
      return url?.protocol === "https:" && local
        ? `The TLS connection to ${host} failed: use http:// for a plain server, or NODE_EXTRA_CA_CERTS for a certificate of your own.`
        : `The TLS connection to ${host} failed: check its certificate.`;
    case "protocol_error":
      return url?.protocol === "http:"
        ? `${host} does not speak HTTP: is it an https port?`
        : `${host} does not speak HTTP.`;
    case "blocked_address":
      return `${host} resolves to an address that Harbor does not deliver to.`;
    default:
      return null;
  }
}

function isHtml(body: string): boolean {
  return /^\s*<(!doctype html|html)/i.test(body);
}
