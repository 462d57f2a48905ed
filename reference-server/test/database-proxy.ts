import { type LostReply, startTcpProxy } from "./tcp-proxy.js";

/** The way to a database that a test can cut. */
export interface DatabaseProxy {
  url: string;
  /** Ends every connection, and new ones at once. */
  cut(): void;
  restore(): void;
  /** As in `TcpProxy`. */
  silence(text: string): void;
  /** As in `TcpProxy`. */
  loseReply(lost: LostReply): void;
  /** In ms, of each piece of data, both ways. */
  delay(delayMs: number): void;
  close(): void;
}

export async function startDatabaseProxy(databaseUrl: string): Promise<DatabaseProxy> {
  const url = new URL(databaseUrl);
  const targets = [Number(url.port)];
  const proxy = await startTcpProxy();
  proxy.targets = targets;
  url.port = String(proxy.port);
  return {
    url: url.href,
    cut() {
      proxy.targets = [];
      proxy.cut();
    },
    restore() {
      proxy.targets = targets;
    },
    delay(delayMs) {
      proxy.delayMs = delayMs;
    },
    silence: (text) => proxy.silence(text),
    loseReply: (lost) => proxy.loseReply(lost),
    close: () => proxy.close(),
  };
}
