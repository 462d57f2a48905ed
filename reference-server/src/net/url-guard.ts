import { lookup } from "node:dns/promises";
import type { Config } from "../config.js";
import type { Mode } from "../domain/domain.js";
import { ApiError } from "../errors.js";
import ipaddr from "ipaddr.js";
import { inNetworks, isLocal, isSpecial, parseAddress, type Address } from "./addresses.js";

/** Which URLs and addresses Harbor delivers to; asked at registration and again for every address that is dialled. */
export interface UrlGuard {
  /** Throws `ApiError` (`invalid_url`, `url_not_reachable`) for a URL that may not be a destination's. Dials nothing. */
  checkUrl(url: string, environment: Mode): Promise<void>;
  /** Whether this very address may be dialled. */
  allows(target: { address: string; port: number }, environment: Mode): boolean;
  /** Harbor's own listening port: never a target on this machine, not even where loopback is open. */
  setOwnPort(port: number): void;
}

export function createUrlGuard(config: Pick<Config, "testNetworks">): UrlGuard {
  const open = config.testNetworks.map((cidr) => ipaddr.parseCIDR(cidr));
  let ownPort: number | null = null;

  function isItself(address: string, port: number): boolean {
    const parsed = parseAddress(address);
    return parsed !== null && port === ownPort && isLocal(parsed);
  }

  function allowsAddress(address: Address, port: number, environment: Mode): boolean {
    if (port === ownPort && isLocal(address)) return false;
    if (!isSpecial(address)) return true;
    return environment === "test" && inNetworks(address, open);
  }

  const guard: UrlGuard = {
    async checkUrl(text, environment) {
      const url = parseUrl(text, environment);
      const port = portOf(url);
      for (const address of await addressesOf(url.hostname)) {
        if (guard.allows({ address, port }, environment)) continue;
        if (isItself(address, port)) throw invalidUrl("The URL is Harbor's own listening address.");
        throw invalidUrl(
          `The URL's host is, or resolves to, ${address}, an address that Harbor does not deliver to.`,
        );
      }
    },
    allows({ address, port }, environment) {
      const parsed = parseAddress(address);
      return parsed !== null && allowsAddress(parsed, port, environment);
    },
    setOwnPort(port) {
      ownPort = port;
    },
  };
  return guard;
}

function parseUrl(text: string, environment: Mode): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null) throw invalidUrl("The URL is not an absolute URL.");
  if (url.protocol !== "https:" && url.protocol !== "http:")
    throw invalidUrl("The URL must start with https://.");
  if (url.protocol === "http:" && environment === "live") {
    throw invalidUrl("A live destination needs an https:// URL; http:// is for test mode.");
  }
  if (url.username !== "" || url.password !== "") {
    throw invalidUrl("The URL must not carry credentials; send them as a custom header.");
  }
  if (url.port === "0") throw invalidUrl("The URL's port must not be 0.");
  return url;
}

function portOf(url: URL): number {
  if (url.port !== "") return Number(url.port);
  return url.protocol === "https:" ? 443 : 80;
}

/** `new URL` has already turned decimal, octal and hex spellings of IPv4 into dotted ones. */
async function addressesOf(hostname: string): Promise<string[]> {
  if (parseAddress(hostname) !== null) return [hostname.replace(/^\[|\]$/g, "")];
  try {
    return (await lookup(hostname, { all: true })).map(({ address }) => address);
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code ?? "unknown";
    throw new ApiError("url_not_reachable", `The URL's host name ${hostname} does not resolve (${code}).`, {
      details: [{ path: "body/url", message: "does not resolve" }],
    });
  }
}

function invalidUrl(message: string): ApiError {
  return new ApiError("invalid_url", message, { details: [{ path: "body/url", message }] });
}
