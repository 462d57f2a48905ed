import { isIP } from "node:net";
import { usageError } from "../cli-error.js";

/** Where deliveries are forwarded to. The port is null until the started command listens on one. */
export interface Target {
  /** Without a port if that is still to be found. */
  url: URL;
  portIsKnown: boolean;
}

interface TargetOptions {
  /** `--port` or PORT; only a target without a host of its own takes it. */
  port: number | null;
  /** A command is started, so its port can be found later. */
  hasCommand: boolean;
}

const EXAMPLES = "such as 3000, 3000/webhooks/harbor or http://localhost:3000/webhooks/harbor";

/**
 * Reads a target as people write it: `3000`, `3000/hooks`, `/hooks` (with a port from elsewhere), `localhost:3000/hooks` or a
 * whole URL. A leading number is a port of this machine, because a URL parser would read it as an IPv4 address.
 */
export function parseTarget(text: string | null, options: TargetOptions): Target {
  const [, digits, rest = ""] = /^:?(\d+)(?=$|[/?])(.*)$/s.exec(text ?? "") ?? [];
  if (digits !== undefined) return local(portOf(digits), rest);
  if (text === null || text.startsWith("/")) {
    if (options.port === null && !options.hasCommand) {
      throw usageError(`Name the receiver to forward to, ${EXAMPLES}.`, "harbor listen 3000");
    }
    return local(options.port, text ?? "");
  }
  const url = wholeUrl(text);
  if (options.port !== null) throw usageError("Give a URL or --port, not both.");
  return { url, portIsKnown: true };
}

export function withPort({ url }: Target, port: number): URL {
  const found = new URL(url);
  found.port = String(port);
  return found;
}

function local(port: number | null, path: string): Target {
  const url = new URL(`http://localhost${port === null ? "" : `:${port}`}${path.replace(/^(?!\/)/, "/")}`);
  return { url, portIsKnown: port !== null };
}

export function portOf(digits: string): number {
  const port = Number(digits);
  if (!/^\d{1,5}$/.test(digits) || port < 1 || port > 65_535) {
    throw usageError(`A port is a number from 1 to 65535, not ${digits}.`);
  }
  return port;
}

function wholeUrl(text: string): URL {
  const hasScheme = /^https?:\/\//i.test(text);
  const whole = hasScheme ? text : `http://${text}`;
  if (!URL.canParse(whole) || (!hasScheme && /^[a-z][a-z0-9+.-]*:\/\//i.test(text))) {
    throw usageError(`${JSON.stringify(text)} is not a receiver to forward to: give one ${EXAMPLES}.`);
  }
  const url = new URL(whole);
  if (url.username !== "" || url.password !== "") {
    throw usageError("The URL of a receiver must not contain a user name or password.");
  }
  refuseNumericHost(whole, url);
  if (!hasScheme && !isNearby(url.hostname)) {
    throw usageError(
      `${url.hostname} is not on this machine or a private network.`,
      `harbor listen http://${text}, if signed events may go there`,
    );
  }
  return url;
}

/** `3000` or `0xbb8` as a host would become the address 0.0.11.184, another machine. */
function refuseNumericHost(text: string, { hostname }: URL): void {
  const [, written = ""] = /^https?:\/\/([^/?#:]*)/i.exec(text) ?? [];
  if (isIP(hostname) === 4 && written !== hostname) {
    throw usageError(
      `${written} as a host is the address ${hostname}: write a port as localhost:${written}.`,
    );
  }
}

/** Hosts of this machine, of a container network and of private networks. */
function isNearby(hostname: string): boolean {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) === 4)
    return /^(0\.0\.0\.0$|127\.|10\.|192\.168\.|169\.254\.|172\.(1[6-9]|2\d|3[01])\.)/.test(host);
  if (isIP(host) === 6) return /^(::1?$|f[cd]|fe[89ab])/.test(host);
  return !host.includes(".") || /\.(localhost|local|test|internal)$/.test(host);
}
