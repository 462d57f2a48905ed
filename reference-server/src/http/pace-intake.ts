import type { IncomingMessage, RequestListener, Server, ServerResponse } from "node:http";
import { overloaded } from "../errors.js";
import type { HttpDeps, OperationId } from "./api.js";
import type { Authenticate } from "./authenticate.js";
import { pathOf, sendErrorOn } from "./errors.js";
import { BASE_PATH } from "./operations.js";

const RETRY_SECONDS = 1;
/** One log entry in this time, however many requests are refused. */
const LOG_EVERY_MS = 5000;
/** The operations that take events in, by their paths. */
const INTAKE: Readonly<Record<string, OperationId>> = {
  [`${BASE_PATH}/events`]: "createEvent",
  [`${BASE_PATH}/events/batch`]: "createEventBatch",
};

type PaceDeps = Pick<HttpDeps, "pipeline" | "clock" | "metrics" | "newId" | "log">;

/**
 * Lets requests with events wait, or refuses them, while deliveries cannot keep up (ingest/intake.ts). It runs before Fastify and
 * reads no body, so that a refusal costs a fraction of an event: the flood must not take the time that the deliveries need.
 *
 * Only requests of a key that is known are held: for any other, the store is asked first.
 */
export function paceIntake(server: Server, deps: PaceDeps, { known }: Pick<Authenticate, "known">): void {
  const { intake } = deps.pipeline;
  const handlers = server.listeners("request") as RequestListener[];
  server.removeAllListeners("request");
  const refuse = createRefusal(deps);

  function handle(request: IncomingMessage, response: ServerResponse): void {
    for (const handler of handlers) handler.call(server, request, response);
  }

  server.on("request", (request, response) => {
    const operation = intake.isSaturated ? intakeOperation(request) : undefined;
    const caller = operation === undefined ? undefined : known(request.headers.authorization);
    if (operation === undefined || caller === undefined) {
      handle(request, response);
      return;
    }
    intake.enter({
      environmentId: caller.environment.id,
      admit() {
        if (!request.destroyed) handle(request, response);
      },
      refuse() {
        if (!request.destroyed) refuse(response, operation);
      },
    });
  });
}

function intakeOperation({ method, url = "" }: IncomingMessage): OperationId | undefined {
  return method === "POST" ? INTAKE[pathOf(url)] : undefined;
}

function createRefusal({ clock, metrics, newId, log }: PaceDeps) {
  const error = overloaded(RETRY_SECONDS);
  let refused = 0;
  let loggedAt = -Infinity;
  return (response: ServerResponse, operation: OperationId): void => {
    sendErrorOn(response, error, newId("req"));
    metrics.responded({ operation, status: error.status, seconds: 0 });
    refused += 1;
    const now = clock.elapsed();
    if (now - loggedAt < LOG_EVERY_MS) return;
    log.warn(
      { event: "overloaded", refused },
      "the machine cannot deliver events as fast as they arrive; requests with events are refused with 503",
    );
    loggedAt = now;
    refused = 0;
  };
}
