import { createServer, connect, type AddressInfo, type Socket } from "node:net";

/** A TCP proxy whose connections can be cut, as a network does it. */
export class FlakyProxy {
  readonly #server;
  readonly #sockets = new Set<Socket>();
  #open = true;

  private constructor(target: string) {
    const { hostname, port } = new URL(target);
    this.#server = createServer((near) => {
      if (!this.#open) {
        near.destroy();
        return;
      }
      const far = connect(Number(port), hostname);
      for (const [socket, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(socket);
        socket.pipe(other);
        socket.on("error", () => other.destroy());
        socket.on("close", () => {
          this.#sockets.delete(socket);
          other.destroy();
        });
      }
    });
  }

  static async start(target: string): Promise<FlakyProxy> {
    const proxy = new FlakyProxy(target);
    await new Promise<void>((listening) => proxy.#server.listen(0, "127.0.0.1", listening));
    return proxy;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends every connection at once, with a reset. */
  cut(): void {
    for (const socket of this.#sockets) socket.resetAndDestroy();
  }

  /** While it is closed every new connection is ended. */
  setOpen(open: boolean): void {
    this.#open = open;
    if (!open) this.cut();
  }

  async stop(): Promise<void> {
    this.cut();
    await new Promise((closed) => this.#server.close(closed));
  }
}
