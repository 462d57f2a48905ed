import { once } from "node:events";
import { connect, type Socket } from "node:net";

/** Raw connections that a hostile client keeps: they send, and read only if asked to. */
export class Sockets {
  readonly #all: Socket[] = [];

  constructor(private readonly url: string) {}

  /** A connection that never reads. */
  async open(...parts: (string | Buffer)[]): Promise<Socket> {
    const { hostname, port } = new URL(this.url);
    const socket = connect(Number(port), hostname);
    this.#all.push(socket);
    socket.on("error", () => undefined);
    socket.pause();
    await once(socket, "connect");
    for (const part of parts) socket.write(part);
    return socket;
  }

  async openMany(count: number, ...parts: (string | Buffer)[]): Promise<void> {
    await Promise.all(Array.from({ length: count }, () => this.open(...parts)));
  }

  closeAll(): void {
    for (const socket of this.#all.splice(0)) socket.destroy();
  }
}

export function head(method: string, path: string, headers: Record<string, string> = {}): string {
  const lines = Object.entries({ Host: "h", ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join("")}\r\n`;
}
