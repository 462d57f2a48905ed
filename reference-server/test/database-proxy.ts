import { createServer, connect, type AddressInfo, type Server, type Socket } from "node:net";

/** The way to a database that a test can cut. */
export interface DatabaseProxy {
  url: string;
  /** Ends every connection and refuses new ones. */
  cut(): Promise<void>;
  restore(): Promise<void>;
}

export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const { hostname, port } = new URL(databaseUrl);
  const open = new Set<Socket>();
  const accept = (client: Socket) => {
    const database = connect(Number(port), hostname);
    for (const [one, other] of [
      [client, database],
      [database, client],
    ] as const) {
      open.add(one);
      one.pipe(other);
      one.on("error", () => other.destroy());
      one.on("close", () => {
        open.delete(one);
        other.destroy();
      });
    }
  };
  let server = await listen(accept, 0);
  const { port: own } = server.address() as AddressInfo;
  const url = new URL(databaseUrl);
  url.port = String(own);
  return {
    url: url.href,
    async cut() {
      const closed = new Promise((resolve) => server.close(resolve));
      for (const socket of open) socket.destroy();
      await closed;
    },
    async restore() {
      server = await listen(accept, own);
    },
  };
}

async function listen(accept: (socket: Socket) => void, port: number): Promise<Server> {
  const server = createServer(accept);
  await new Promise<void>((listening) => server.listen(port, "127.0.0.1", listening));
  return server;
}
