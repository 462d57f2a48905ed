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
  /** Closes the servers' ends of the connections on which clients have sent this text; the clients' ends stay open and silent. */
  silence(text: string): void;
  /** Ends the next connection on which a client has sent this text instead of passing on this reply, once. */
  loseReply(lost: LostReply): void;
  close(): void;
}

export interface LostReply {
  sent: string;
  reply: string;
}

const SENT_CHARACTERS = 16_384;

export async function startTcpProxy(): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let turns = 0;
  const silences = new Set<(text: string) => void>();
  let lost: LostReply | null = null;
  const join = (from: Socket, to: Socket, isLost: (chunk: Buffer) => boolean = () => false) => {
    sockets.add(from);
    from.on("data", (chunk) => {
      if (isLost(chunk)) to.destroy();
      else if (proxy.delayMs === 0) to.write(chunk);
      else setTimeout(() => to.writable && to.write(chunk), proxy.delayMs);
    });
    from.on("error", () => undefined);
    from.on("close", () => {
      sockets.delete(from);
      to.destroy();
    });
  };
  // Without it the second of several small writes waits for an acknowledgement of the first, which takes 40 ms.
  const server = createServer({ noDelay: true }, (near) => {
    const port = proxy.targets[turns++ % proxy.targets.length];
    if (port === undefined) {
      near.destroy();
      return;
    }
    const far = connect({ port, host: "127.0.0.1", noDelay: true });
    let sent = "";
    join(near, far);
    join(far, near, (chunk) => {
      if (lost === null || !sent.includes(lost.sent) || !chunk.includes(lost.reply)) return false;
      lost = null;
      return true;
    });
    near.on("data", (chunk) => (sent = `${sent}${chunk.toString("latin1")}`.slice(-SENT_CHARACTERS)));
    const silence = (text: string) => {
      if (!sent.includes(text)) return;
      far.removeAllListeners("close").destroy();
      near.removeAllListeners("data").resume();
    };
    silences.add(silence);
    near.on("close", () => silences.delete(silence));
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const proxy: TcpProxy = {
    port: (server.address() as AddressInfo).port,
    targets: [],
    delayMs: 0,
    cut() {
      for (const socket of sockets) socket.destroy();
    },
    silence(text) {
      for (const silence of silences) silence(text);
    },
    loseReply(next) {
      lost = next;
    },
    close() {
      server.close();
      proxy.cut();
    },
  };
  return proxy;
}
