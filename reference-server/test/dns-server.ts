import { createSocket } from "node:dgram";
import { once } from "node:events";

/** The addresses of a name, or `silent` for a name whose queries get no response. Other names do not exist. */
export type Zone = Record<string, string[] | "silent">;

export interface DnsServer {
  /** `127.0.0.1:port`, for HARBOR_DNS_SERVERS. */
  address: string;
  /** May be changed at any time. */
  zone: Zone;
  /** Queries so far, by name. */
  queries: Map<string, number>;
  close(): void;
}

const TYPE_A = 1;
const NO_SUCH_NAME = 3;

/** A name server on loopback, with IPv4 addresses that may be used for one second. */
export async function startDnsServer(zone: Zone): Promise<DnsServer> {
  const socket = createSocket("udp4");
  const server: DnsServer = {
    address: "",
    zone,
    queries: new Map(),
    close() {
      socket.close();
    },
  };
  socket.on("message", (query, { port, address }) => {
    const { name, type, question } = readQuestion(query);
    server.queries.set(name, (server.queries.get(name) ?? 0) + 1);
    const records = server.zone[name];
    if (records === "silent") return;
    const addresses = type === TYPE_A ? (records ?? []) : [];
    socket.send(respond(query, { question, addresses, exists: records !== undefined }), port, address);
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  server.address = `127.0.0.1:${socket.address().port}`;
  return server;
}

const HEADER_BYTES = 12;

function readQuestion(query: Buffer): { name: string; type: number; question: Buffer } {
  const labels: string[] = [];
  let at = HEADER_BYTES;
  for (let length = query.readUInt8(at); length > 0; length = query.readUInt8(at)) {
    labels.push(query.toString("latin1", at + 1, at + 1 + length));
    at += length + 1;
  }
  const end = at + 5;
  return {
    name: labels.join(".").toLowerCase(),
    type: query.readUInt16BE(at + 1),
    question: query.subarray(HEADER_BYTES, end),
  };
}

function respond(
  query: Buffer,
  { question, addresses, exists }: { question: Buffer; addresses: string[]; exists: boolean },
): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  query.copy(header, 0, 0, 2);
  header.writeUInt16BE(0x8180 | (exists ? 0 : NO_SUCH_NAME), 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(addresses.length, 6);
  const records = addresses.map((address) =>
    Buffer.concat([
      Buffer.from([0xc0, HEADER_BYTES, 0, TYPE_A, 0, 1, 0, 0, 0, 1, 0, 4]),
      Buffer.from(address.split(".").map(Number)),
    ]),
  );
  return Buffer.concat([header, question, ...records]);
}
