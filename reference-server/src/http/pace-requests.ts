import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import type { Socket } from "node:net";

/** Requests of one connection that are handled as they are parsed; clients that pipeline rarely have more. */
const REQUESTS_AT_ONCE = 4;
/** Waiting requests, of all connections, that are handled in one turn of the event loop. */
const REQUESTS_PER_TURN = 16;

interface Waiting {
  request: IncomingMessage;
  response: ServerResponse;
}

/**
 * Spreads pipelined requests over turns of the event loop. One packet of 64 KB can carry 2,000 pipelined requests, and Node emits them all
 * before anything else runs. Node still sends the responses of a connection in the order of its requests.
 *
 * A connection with waiting requests is not read, so that their number is bounded by one packet for each connection.
 */
export function paceRequests(server: Server): void {
  const handlers = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  const waiting: Waiting[] = [];
  const perSocket = new Map<Socket, number>();
  const guarded = new WeakSet<Socket>();
  /** Requests that are pipelined are emitted one directly after the other. */
  let previous: Socket | null = null;
  let inARow = 0;
  let scheduled = false;

  function handle({ request, response }: Waiting): void {
    for (const handler of handlers) handler.call(server, request, response);
  }

  function schedule(): void {
    if (scheduled) return;
    scheduled = true;
    setImmediate(nextTurn);
  }

  function nextTurn(): void {
    scheduled = false;
    previous = null;
    for (const next of waiting.splice(0, REQUESTS_PER_TURN)) {
      leave(next.request.socket);
      handle(next);
    }
    if (waiting.length > 0) schedule();
  }

  function isInTurn(socket: Socket): boolean {
    if (perSocket.has(socket)) return false;
    inARow = socket === previous ? inARow + 1 : 1;
    previous = socket;
    if (inARow > 1) schedule();
    return inARow <= REQUESTS_AT_ONCE;
  }

  function enter(socket: Socket): void {
    const count = perSocket.get(socket) ?? 0;
    perSocket.set(socket, count + 1);
    if (count > 0) return;
    socket.pause();
    if (guarded.has(socket)) return;
    guarded.add(socket);
    keepPaused(socket, () => perSocket.has(socket));
  }

  function leave(socket: Socket): void {
    const count = perSocket.get(socket) ?? 0;
    if (count > 1) perSocket.set(socket, count - 1);
    else {
      perSocket.delete(socket);
      socket.resume();
    }
  }

  server.on("request", (request, response) => {
    if (isInTurn(request.socket)) {
      handle({ request, response });
      return;
    }
    enter(request.socket);
    waiting.push({ request, response });
    schedule();
  });
}

/** Node resumes a socket whenever it reads or discards the body of a request. */
function keepPaused(socket: Socket, mustWait: () => boolean): void {
  socket.on("resume", () => {
    if (!mustWait()) return;
    socket.pause();
    // `pause` is silent after one that came between the resume and its event; Node's own listener stops the reads.
    socket.emit("pause");
  });
}
