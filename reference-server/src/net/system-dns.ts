import { Resolver } from "node:dns/promises";
import { closeSync, openSync, readFileSync } from "node:fs";
import { isIP } from "node:net";
import { devNull, platform } from "node:os";
import { join } from "node:path";

export interface ResolvedAddress {
  address: string;
  family: 4 | 6;
}

/** The machine's own records of names, read again when older than this: networks change, and hosts files are edited. */
const MAX_AGE_MS = 5000;
/** c-ares doubles the time-out with each try and starts lower for a server that is usually fast. */
const QUERY = { timeout: 2000, tries: 4 };

const HOSTS_FILE =
  platform() === "win32"
    ? join(process.env.SystemRoot ?? "C:\\Windows", "System32", "drivers", "etc", "hosts")
    : "/etc/hosts";
const RESOLV_CONF = "/etc/resolv.conf";
const LOOPBACK: ResolvedAddress[] = [
  { address: "127.0.0.1", family: 4 },
  { address: "::1", family: 6 },
];

/** The machine's hosts file, search list and name servers, as `getaddrinfo` would use them. */
export class SystemDns {
  readonly #loadedAt = performance.now();
  readonly #hosts = parseHosts(readConfigFile(HOSTS_FILE));
  readonly #search = parseSearch(readConfigFile(RESOLV_CONF));
  readonly resolver = new Resolver(QUERY);

  /** `servers` (`address` or `address:port`) replace those of the machine. */
  constructor(servers: readonly string[]) {
    if (servers.length > 0) this.resolver.setServers(servers);
  }

  get stale(): boolean {
    return performance.now() - this.#loadedAt > MAX_AGE_MS;
  }

  /** Addresses that need no name server, or null. */
  known(hostname: string): ResolvedAddress[] | null {
    const name = hostname.toLowerCase().replace(/\.$/, "");
    const listed = this.#hosts.get(name);
    if (listed !== undefined) return listed;
    // RFC 6761 section 6.3.
    return name === "localhost" || name.endsWith(".localhost") ? LOOPBACK : null;
  }

  /** The names to ask for, in order: a name with few dots is tried in the search domains first. */
  candidates(hostname: string): string[] {
    if (hostname.endsWith(".")) return [hostname.slice(0, -1)];
    const { domains, dots } = this.#search;
    const searched = domains.map((domain) => `${hostname}.${domain}`);
    return hostname.split(".").length > dots ? [hostname, ...searched] : [...searched, hostname];
  }
}

function readConfigFile(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

export function parseHosts(text: string): Map<string, ResolvedAddress[]> {
  const hosts = new Map<string, ResolvedAddress[]>();
  for (const line of text.split("\n")) {
    const [address = "", ...names] = line.replace(/#.*/, "").trim().split(/\s+/);
    const family = isIP(address);
    if (family !== 4 && family !== 6) continue;
    for (const name of names) {
      const key = name.toLowerCase();
      hosts.set(key, [...(hosts.get(key) ?? []), { address, family }]);
    }
  }
  return hosts;
}

/** resolv.conf(5): the last `search` or `domain` line holds; `ndots` is 1 by default. */
export function parseSearch(text: string): { domains: string[]; dots: number } {
  const lines = text.split("\n").map((line) => line.replace(/[#;].*/, "").trim());
  const words = lines.findLast((line) => /^(search|domain)\s/.test(line))?.split(/\s+/) ?? [];
  const dots = /^options\s.*\bndots:(\d+)/m.exec(lines.join("\n"))?.[1];
  const domains = words.slice(1).map((domain) => domain.replace(/\.$/, ""));
  return { domains: domains.filter((domain) => domain !== ""), dots: Math.min(Number(dots ?? 1), 15) };
}

/**
 * The error of a process that cannot open another file, or null. c-ares reports that as an unreachable name server, which would
 * blame the destination for a fault of this machine.
 */
export function descriptorFault(): Error | null {
  try {
    closeSync(openSync(devNull, "r"));
    return null;
  } catch (error) {
    return error as Error;
  }
}
