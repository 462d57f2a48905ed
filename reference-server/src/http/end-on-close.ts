import type { Socket } from "node:net";
import type { Readable } from "node:stream";
import type { FastifyInstance } from "fastify";

/** How often connections that have become idle are looked for while the server closes. */
const IDLE_CHECK_MS = 25;

/**
 * Streams never end by themselves, and a connection that is kept alive would hold the close up for its whole time-out. So would one that
 * has sent nothing yet, which Node does not count as idle: clients open connections ahead of their requests.
 */
export function endOnClose(app: FastifyInstance, streams: ReadonlySet<Readable>): void {
  const sockets = new Set<Socket>();
  app.server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  app.addHook("preClose", (done) => {
    for (const stream of streams) {
      if (stream.readableLength === 0) stream.push(null);
      else stream.destroy();
    }
    const check = setInterval(() => {
      app.server.closeIdleConnections();
      for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    }, IDLE_CHECK_MS);
    app.server.once("close", () => {
      clearInterval(check);
    });
    done();
  });
}
