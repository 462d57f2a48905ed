import { connect, isIP, type OnReadOpts, type Socket } from "node:net";
import { connect as connectTls } from "node:tls";
import { errnoOf } from "@harbor/shared/connection-errors";
import type { NameResolver } from "./name-resolver.js";
import type { ResolvedAddress } from "./system-dns.js";

/** An address of the host is one that Harbor does not deliver to. */
class BlockedAddressError extends Error {
  override readonly name = "BlockedAddressError";
  readonly code = "HARBOR_BLOCKED_ADDRESS";
}

export interface Host {
  /** A name or an address, without brackets. */
  hostname: string;
  port: number;
  secure: boolean;
}

/** A connected socket, and the function that gets its bytes, which are overwritten afterwards. */
export interface Link {
  socket: Socket;
  onData: (data: Buffer) => void;
}

export interface DialOptions {
  resolver: Pick<NameResolver, "resolve">;
  /** Called for every address before it is dialled. */
  allows: (address: string, port: number) => boolean;
  /** Of an earlier TLS connection to the host. */
  tlsSession: Buffer | undefined;
  onTlsSession: (session: Buffer) => void;
  onConnect: (link: Link) => void;
  onFailure: (error: Error) => void;
}

/** Time for an address to connect before the next one is dialled beside it (RFC 8305 section 8). */
const NEXT_ADDRESS_MS = 250;
/** The same for an address that is connected and in its TLS handshake. */
const NEXT_HANDSHAKE_MS = 2000;
const MAX_ADDRESSES = 8;

/** Every socket reads into it: a buffer for each read costs more than the rest of the read. */
const READ_BUFFER = Buffer.alloc(64 * 1024);

/**
 * Connects to a host by the first of its addresses that gets through: TCP, and the TLS handshake where the host is secure. Addresses
 * are dialled one after the other; none is given up before another is connected, so a slow one has all the time that the caller
 * allows. The returned function cancels without a callback.
 */
export function dial(host: Host, options: DialOptions): () => void {
  const race = new AddressRace(host, options);
  if (isIP(host.hostname) !== 0)
    race.start([{ address: host.hostname, family: isIP(host.hostname) === 6 ? 6 : 4 }]);
  else
    options.resolver.resolve(host.hostname).then(
      (addresses) => {
        race.start(addresses);
      },
      (error: unknown) => {
        race.fail(error as Error);
      },
    );
  return () => {
    race.cancel();
  };
}

class AddressRace {
  #waiting: ResolvedAddress[] = [];
  readonly #dialling = new Map<Socket, Link>();
  readonly #connected = new WeakSet<Socket>();
  /** Those of addresses that got as far as a connection come first: they say more than that another was out of reach. */
  readonly #errors: Error[] = [];
  #nextTimer: NodeJS.Timeout | undefined;
  #over = false;

  constructor(
    private readonly host: Host,
    private readonly options: DialOptions,
  ) {}

  start(addresses: readonly ResolvedAddress[]): void {
    if (this.#over) return;
    const refused = addresses.find(({ address }) => !this.options.allows(address, this.host.port));
    if (refused !== undefined) {
      this.fail(new BlockedAddressError(`${refused.address} is an address that Harbor does not deliver to`));
      return;
    }
    this.#waiting = alternateFamilies(addresses).slice(0, MAX_ADDRESSES);
    this.#next();
  }

  cancel(): void {
    this.#over = true;
    clearTimeout(this.#nextTimer);
    for (const socket of this.#dialling.keys()) socket.destroy();
    this.#dialling.clear();
  }

  fail(error: Error): void {
    if (this.#over) return;
    this.cancel();
    this.options.onFailure(error);
  }

  #next(): void {
    const next = this.#waiting.shift();
    if (next === undefined) return;
    const link = this.#open(next);
    const { socket } = link;
    this.#dialling.set(socket, link);
    socket.on("error", (error) => {
      this.#lost(socket, reachabilityError(error, next));
    });
    socket.once("connect", () => {
      this.#connected.add(socket);
      if (this.host.secure) this.#nextAfter(NEXT_HANDSHAKE_MS);
    });
    socket.once(this.host.secure ? "secureConnect" : "connect", () => {
      this.#won(link);
    });
    this.#nextAfter(NEXT_ADDRESS_MS);
  }

  #open(address: ResolvedAddress): Link {
    const onread = {
      buffer: READ_BUFFER,
      callback(length: number) {
        link.onData(READ_BUFFER.subarray(0, length));
        return true;
      },
    };
    const link: Link = { socket: this.#connect(address, onread), onData: () => undefined };
    return link;
  }

  #connect({ address, family }: ResolvedAddress, onread: OnReadOpts): Socket {
    const { hostname, port, secure } = this.host;
    const target = { host: address, port, family, noDelay: true, autoSelectFamily: false, onread };
    if (!secure) return connect(target);
    const { tlsSession, onTlsSession } = this.options;
    const socket = connectTls({
      ...target,
      // RFC 6066 section 3: a name without the trailing dot, never an address.
      servername: isIP(hostname) === 0 ? hostname.replace(/\.$/, "") : "",
      ALPNProtocols: ["http/1.1"],
      ...(tlsSession !== undefined && { session: tlsSession }),
    });
    return socket.on("session", onTlsSession);
  }

  #nextAfter(delayMs: number): void {
    clearTimeout(this.#nextTimer);
    if (this.#waiting.length === 0) return;
    this.#nextTimer = setTimeout(() => {
      this.#next();
    }, delayMs);
  }

  #won(link: Link): void {
    if (this.#over) return;
    this.#dialling.delete(link.socket);
    this.cancel();
    this.options.onConnect(link);
  }

  #lost(socket: Socket, error: Error): void {
    if (!this.#dialling.delete(socket)) return;
    socket.destroy();
    if (this.#connected.has(socket)) this.#errors.unshift(error);
    else this.#errors.push(error);
    if (this.#waiting.length > 0) this.#next();
    else if (this.#dialling.size === 0) this.fail(this.#failure());
  }

  #failure(): Error {
    const [first] = this.#errors;
    return this.#errors.length === 1 && first !== undefined
      ? first
      : new AggregateError(this.#errors, `no address of ${this.host.hostname} could be connected`);
  }
}

/** IPv4 first, because receivers with an allow-list of senders list IPv4 addresses; then one of each family in turn. */
function alternateFamilies(addresses: readonly ResolvedAddress[]): ResolvedAddress[] {
  const four = addresses.filter(({ family }) => family === 4);
  const six = addresses.filter(({ family }) => family === 6);
  return Array.from({ length: Math.max(four.length, six.length) }, (_, at) => [four[at], six[at]])
    .flat()
    .filter((address) => address !== undefined);
}

/** A machine without IPv6 has no source address for one: the host is out of reach, and no port has run out. */
function reachabilityError(error: Error, { family }: ResolvedAddress): Error {
  if (family !== 6 || errnoOf(error) !== "EADDRNOTAVAIL") return error;
  return Object.assign(new Error(error.message, { cause: error }), { code: "ENETUNREACH" });
}
