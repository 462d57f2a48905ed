import type { IncomingMessage, Server } from "node:http";
import type { Duplex } from "node:stream";

/**
 * A server may ignore an `Upgrade` (RFC 9110 section 7.8), and without a listener Node does: a request with `Upgrade: h2c` gets an
 * ordinary response. With a listener, Node.js before 22.21 takes every such request off the parser. This puts a request that is
 * not for the tunnel back on the socket, without the header.
 */
export function ignoreUpgrade(
  server: Server,
  request: IncomingMessage,
  rest: { socket: Duplex; head: Buffer },
) {
  const { socket, head } = rest;
  const lines = [`${request.method ?? ""} ${request.url ?? ""} HTTP/${request.httpVersion}`];
  for (let at = 0; at + 1 < request.rawHeaders.length; at += 2) {
    const name = request.rawHeaders[at] ?? "";
    const value = withoutUpgrade(name, request.rawHeaders[at + 1] ?? "");
    if (value !== "") lines.push(`${name}: ${value}`);
  }
  if (head.length > 0) socket.unshift(head);
  socket.unshift(Buffer.from(`${lines.join("\r\n")}\r\n\r\n`, "latin1"));
  server.emit("connection", socket);
}

/** Empty for a header to remove. */
function withoutUpgrade(name: string, value: string): string {
  if (/^(upgrade|http2-settings)$/i.test(name)) return "";
  if (!/^connection$/i.test(name)) return value;
  const options = value.split(",").map((option) => option.trim());
  return options.filter((option) => !/^(upgrade|http2-settings)$/i.test(option)).join(", ");
}
