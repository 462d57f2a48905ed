import { lookup as dnsLookup, type LookupAddress, type LookupOptions } from "node:dns";
import { isIP, type LookupFunction, type Socket } from "node:net";
import { Agent, buildConnector } from "undici";
import type { Mode } from "../domain/domain.js";
import type { UrlGuard } from "./url-guard.js";

/** The address about to be dialled, or really dialled, is one that Harbor does not deliver to. */
class BlockedAddressError extends Error {
  override readonly name = "BlockedAddressError";
  readonly code = "HARBOR_BLOCKED_ADDRESS";
}

/** A response head larger than this is a protocol error. */
const MAX_HEADER_BYTES = 16 * 1024;
/** A connection that nobody waits for any more is given up after this long. */
const CONNECT_TIMEOUT_MS = 30_000;

/**
 * One keep-alive pool per origin. The guard sees the addresses a name resolves to before any is dialled, and the one that the
 * socket ended up with, so a name that changes its mind between registration and delivery gets nowhere.
 */
export function createGuardedAgent(guard: UrlGuard, environment: Mode): Agent {
  return new Agent({
    connect: guardedConnector((address, port) => guard.allows({ address, port }, environment)),
    maxHeaderSize: MAX_HEADER_BYTES,
    // deliver.ts keeps its own time over the whole attempt.
    headersTimeout: 0,
    bodyTimeout: 0,
    allowH2: false,
    pipelining: 1,
  });
}

type Allows = (address: string, port: number) => boolean;

function guardedConnector(allows: Allows): buildConnector.connector {
  return (options, callback) => {
    const port = Number(options.port) || (options.protocol === "https:" ? 443 : 80);
    const host = options.hostname.replace(/^\[|\]$/g, "");
    if (isIP(host) !== 0 && !allows(host, port)) {
      callback(blocked(host), null);
      return;
    }
    const connect = buildConnector({
      timeout: CONNECT_TIMEOUT_MS,
      allowH2: false,
      lookup: guardedLookup(allows, port),
      autoSelectFamily: true,
    });
    connect(options, (error, socket) => {
      if (error !== null) callback(error, null);
      else if (isAllowed(socket, { allows, port })) callback(null, socket);
      else callback(blocked(socket.destroy().remoteAddress ?? host), null);
    });
  };
}

function isAllowed(socket: Socket, { allows, port }: { allows: Allows; port: number }): boolean {
  return socket.remoteAddress !== undefined && allows(socket.remoteAddress, port);
}

function guardedLookup(allows: Allows, port: number): LookupFunction {
  return (hostname, options, callback) => {
    const all: LookupOptions & { all: true } = { ...options, all: true };
    dnsLookup(hostname, all, (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => {
      if (error !== null) {
        callback(error, []);
        return;
      }
      const refused = addresses.find(({ address }) => !allows(address, port));
      const [first] = addresses;
      if (refused !== undefined) callback(blocked(refused.address), []);
      else if (options.all === true) callback(null, addresses);
      else callback(null, first?.address ?? "", first?.family ?? 0);
    });
  };
}

function blocked(address: string): BlockedAddressError {
  return new BlockedAddressError(`${address} is an address that Harbor does not deliver to`);
}
