import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** Between the senders and the server: cuts and delays connections, and keeps its address when the server's changes. */
export interface Proxy {
  url: string;
  /** Where new connections go; null: they are refused. */
  target: string | null;
  delayMs: number;
  cut(): void;
  close(): void;
}

export async function startProxy(): Promise<Proxy> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    if (proxy.target === null) {
      near.destroy();
      return;
    }
    const { hostname, port } = new URL(proxy.target);
    const far = connect(Number(port), hostname);
    join(near, far);
    join(far, near);
  });
  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on("data", (chunk) => setTimeout(() => to.writable && to.write(chunk), proxy.delayMs));
    from.on("error", () => undefined);
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const proxy: Proxy = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    target: null,
    delayMs: 0,
    cut: () => {
      for (const socket of sockets) socket.destroy();
    },
    close() {
      server.close();
      proxy.cut();
    },
  };
  return proxy;
}
