import ipaddr from "ipaddr.js";
import type { Mode } from "../domain/domain.js";
import { hasCredentials, isAbsolute } from "../domain/web-url.js";
import { ApiError } from "../errors.js";
import { inNetworks, isLocal, isSpecial, parseAddress } from "./addresses.js";
import { NameResolutionError, type NameResolver } from "./name-resolver.js";

/** Decides which URLs and addresses Harbor delivers to: at registration, and again for every address before it is dialled. */
export interface UrlGuard {
  /**
   * Returns the URL in the form in which it is requested, to be stored and shown. Throws `ApiError` (`invalid_url`,
   * `url_not_reachable`) for a URL that a destination must not have. Resolves the host, but opens no connection.
   */
  checkUrl(url: string, mode: Mode): Promise<string>;
  /** Whether this address may be dialled. */
  allows(target: { address: string; port: number }, mode: Mode): boolean;
  /** The port that Harbor listens on: refused on this machine even where loopback is open. */
  setOwnPort(port: number): void;
}

/** The addresses for a destination: those of live ones for a URL that a portal session has set, unless that is lifted. */
export function reachOf(mode: Mode, asLive: boolean): Mode {
  return asLive ? "live" : mode;
}

export interface UrlGuardOptions {
  /** CIDR ranges that are open to test destinations in addition to the public addresses. */
  testNetworks: readonly string[];
  resolver: Pick<NameResolver, "resolve">;
}

export function createUrlGuard({ testNetworks, resolver }: UrlGuardOptions): UrlGuard {
  const open = testNetworks.map((cidr) => ipaddr.parseCIDR(cidr));
  let ownPort: number | null = null;

  function allows(target: { address: string; port: number }, mode: Mode): boolean {
    const address = parseAddress(target.address);
    if (address === null || isOwn(target)) return false;
    return !isSpecial(address) || (mode === "test" && inNetworks(address, open));
  }

  function isOwn({ address, port }: { address: string; port: number }): boolean {
    const parsed = parseAddress(address);
    return parsed !== null && port === ownPort && isLocal(parsed);
  }

  return {
    async checkUrl(text, mode) {
      const url = parseUrl(text, mode);
      const port = portOf(url);
      for (const address of await addressesOf(url.hostname, resolver)) {
        if (allows({ address, port }, mode)) continue;
        if (isOwn({ address, port })) throw invalidUrl("The URL is Harbor's own listening address.");
        // Not the address itself: a name server inside the network would be read out through it.
        throw invalidUrl(
          parseAddress(url.hostname) === null
            ? "The URL's host resolves to an address that Harbor does not deliver to."
            : "The URL's host is an address that Harbor does not deliver to.",
        );
      }
      return `${url.origin}${url.pathname}${url.search}`;
    },
    allows,
    setOwnPort(port) {
      ownPort = port;
    },
  };
}

function parseUrl(text: string, mode: Mode): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) throw invalidUrl("The URL must be absolute, such as https://example.com/webhooks.");
  if (!isAbsolute(text.trim())) throw invalidUrl("The URL must start with https:// and a host.");
  if (url.protocol === "http:" && mode === "live") {
    throw invalidUrl(
      "The URL of a live destination must start with https://. Test destinations may use http://.",
    );
  }
  if (hasCredentials(text)) {
    throw invalidUrl("The URL must not contain credentials; send them in a custom header instead.");
  }
  if (url.port === "0") throw invalidUrl("The URL must not have port 0.");
  return url;
}

function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

/** `new URL` has already turned decimal, octal and hex spellings of IPv4 into dotted ones. */
async function addressesOf(hostname: string, resolver: Pick<NameResolver, "resolve">): Promise<string[]> {
  if (parseAddress(hostname) !== null) return [hostname.replace(/^\[|\]$/g, "")];
  try {
    return (await resolver.resolve(hostname)).map(({ address }) => address);
  } catch (cause) {
    if (!(cause instanceof NameResolutionError)) throw cause;
    throw new ApiError(
      "url_not_reachable",
      `The host name ${hostname} in the URL does not resolve (${cause.reason}).`,
      { details: [{ path: "body/url", message: "does not resolve" }] },
    );
  }
}

function invalidUrl(message: string): ApiError {
  return new ApiError("invalid_url", message, { details: [{ path: "body/url", message }] });
}
