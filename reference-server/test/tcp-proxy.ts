import { connect, createServer, type AddressInfo, type Socket } from "node:net";

/** A way to servers that a test cuts, delays or leads elsewhere. */
export interface TcpProxy {
  /** Of the loopback. */
  port: number;
  /** The ports of the loopback where new connections go, in turn; none: they are closed at once. */
  targets: number[];
  /** In ms, of each piece of data, both ways. */
  delayMs: number;
  /** Ends every connection. */
  cut(): void;
  close(): void;
}

export async function startTcpProxy(): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let turns = 0;
  const join = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on("data", (chunk) => {
      if (proxy.delayMs === 0) to.write(chunk);
      else setTimeout(() => to.writable && to.write(chunk), proxy.delayMs);
    });
    from.on("error", () => undefined);
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  const server = createServer((near) => {
    const port = proxy.targets[turns++ % proxy.targets.length];
    if (port === undefined) {
      near.destroy();
      return;
    }
    const far = connect(port, "127.0.0.1");
    join(near, far);
    join(far, near);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const proxy: TcpProxy = {
    port: (server.address() as AddressInfo).port,
    targets: [],
    delayMs: 0,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    close() {
      server.close();
      proxy.cut();
    },
  };
  return proxy;
}
