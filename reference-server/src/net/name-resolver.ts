import type { RecordWithTtl } from "node:dns";
import { errnoOf } from "@harbor/shared/connection-errors";
import { descriptorFault, type ResolvedAddress, SystemDns } from "./system-dns.js";

export interface NameResolver {
  /** All addresses of the name, IPv4 first. Rejects with `NameResolutionError` after `DEADLINE_MS` at the latest. */
  resolve(hostname: string): Promise<ResolvedAddress[]>;
  close(): void;
}

/** The name does not exist (`ENOTFOUND`), or no name server said in time whether it does. */
export class NameResolutionError extends Error {
  override readonly name = "NameResolutionError";
  readonly code = "HARBOR_DNS";
  constructor(
    hostname: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${hostname} does not resolve (${reason})`, options);
  }
}

/** Longest time for a name, over all its search domains and name servers. */
const DEADLINE_MS = 5000;
/** For the other address family once one has addresses: some name servers never respond to a query for the other (RFC 8305). */
const OTHER_FAMILY_MS = 100;
/** A record is used for its own time to live within these bounds. */
const MIN_TTL_MS = 1000;
const MAX_TTL_MS = 30_000;
const FAILURE_TTL_MS = 5000;
const MAX_CACHED_NAMES = 10_000;

const NOT_FOUND = new Set(["ENOTFOUND", "ENODATA"]);

interface Entry {
  addresses: Promise<ResolvedAddress[]>;
  expiresAt: number;
}

interface Lookup {
  addresses: ResolvedAddress[];
  ttlMs: number;
}

/**
 * Resolves names without Node's thread pool, where four lookups that wait for a silent name server would stop every other. All
 * callers for a name share one lookup, and its result, good or bad, is kept briefly. Callers check each address before they dial it.
 */
export function createNameResolver({ servers }: { servers: readonly string[] }): NameResolver {
  const cache = new Map<string, Entry>();
  let system = new SystemDns(servers);

  function resolve(hostname: string): Promise<ResolvedAddress[]> {
    const cached = cache.get(hostname);
    if (cached !== undefined && performance.now() < cached.expiresAt) return cached.addresses;
    // Without a free descriptor the files cannot be read: the addresses from before are better than none.
    if (system.stale && descriptorFault() === null) system = new SystemDns(servers);
    const known = system.known(hostname);
    return known === null ? lookUp(hostname) : Promise.resolve(known);
  }

  function lookUp(hostname: string): Promise<ResolvedAddress[]> {
    const found = withDeadline(hostname, search(system, hostname));
    const entry: Entry = { addresses: found.then(({ addresses }) => addresses), expiresAt: Infinity };
    const keepFor = (ttlMs: number) => {
      entry.expiresAt = performance.now() + ttlMs;
    };
    found.then(
      ({ ttlMs }) => {
        keepFor(ttlMs);
      },
      (error: unknown) => {
        keepFor(error instanceof NameResolutionError ? FAILURE_TTL_MS : 0);
      },
    );
    cache.delete(hostname);
    cache.set(hostname, entry);
    for (const [oldest] of cache) {
      if (cache.size <= MAX_CACHED_NAMES) break;
      cache.delete(oldest);
    }
    return entry.addresses;
  }

  return {
    resolve,
    close() {
      system.resolver.cancel();
    },
  };
}

async function withDeadline(hostname: string, lookup: Promise<Lookup>): Promise<Lookup> {
  let timer: NodeJS.Timeout | undefined;
  const deadline = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new NameResolutionError(hostname, "ETIMEOUT"));
    }, DEADLINE_MS);
  });
  try {
    return await Promise.race([lookup, deadline]);
  } finally {
    clearTimeout(timer);
  }
}

/** The first of the candidate names that has addresses. */
async function search(system: SystemDns, hostname: string): Promise<Lookup> {
  let failure: NameResolutionError | null = null;
  for (const name of system.candidates(hostname)) {
    try {
      return await query(system, name);
    } catch (cause) {
      const reason = errnoOf(cause) ?? "unknown";
      if (failure === null || NOT_FOUND.has(failure.reason))
        failure = new NameResolutionError(hostname, reason, { cause });
    }
  }
  if (failure === null || !NOT_FOUND.has(failure.reason)) {
    const fault = descriptorFault();
    if (fault !== null) throw fault;
  }
  throw failure ?? new NameResolutionError(hostname, "ENOTFOUND");
}

/** Both families at once. Rejects with the more telling error if neither has an address. */
async function query({ resolver }: SystemDns, name: string): Promise<Lookup> {
  const families = [
    resolver.resolve4(name, { ttl: true }).then((records) => toLookup(records, 4)),
    resolver.resolve6(name, { ttl: true }).then((records) => toLookup(records, 6)),
  ] as const;
  const settled: Lookup[] = [];
  for (const family of families)
    void family.then(
      (lookup) => settled.push(lookup),
      () => undefined,
    );
  await Promise.any(families).catch((error: unknown) => {
    const { errors } = error as AggregateError;
    throw errors.find((each) => !NOT_FOUND.has(errnoOf(each) ?? "")) ?? errors[0];
  });
  await Promise.race([Promise.allSettled(families), delay(OTHER_FAMILY_MS)]);
  const byFamily = settled.sort((a, b) => (a.addresses[0]?.family ?? 0) - (b.addresses[0]?.family ?? 0));
  return {
    addresses: byFamily.flatMap(({ addresses }) => addresses),
    ttlMs: Math.min(...byFamily.map(({ ttlMs }) => ttlMs)),
  };
}

function toLookup(records: RecordWithTtl[], family: 4 | 6): Lookup {
  const ttlMs = Math.min(...records.map(({ ttl }) => ttl)) * 1000;
  return {
    addresses: records.map(({ address }) => ({ address, family })),
    ttlMs: Math.min(Math.max(ttlMs, MIN_TTL_MS), MAX_TTL_MS),
  };
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms).unref();
  });
}
