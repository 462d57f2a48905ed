import type { FastifyPluginCallback, FastifyReply, FastifyRequest } from "fastify";
import type { Readable } from "node:stream";
import { alreadyParsed, bytesOf, failedEarlier } from "../body.js";
import type { DeliveryHandler, DeliveryRequest, DeliveryResponse } from "../delivery-request.js";
import { readStream, type NodeRequest } from "./node-request.js";

const FIX =
  "In Fastify, give the receiver a plugin of its own: app.register(fastifyAdapter(receiver), { prefix: path }), " +
  "and remove preParsing hooks that read the payload from it, or keep its bytes in request.rawBody.";

/** The options of {@link fastifyAdapter}. */
export interface FastifyAdapterOptions {
  /**
   * Register POST only, so that the application can have other methods on the same path. Default false: the response to any
   * other method is 500, because Fastify's 404 would dead-letter a delivery that a proxy has changed.
   */
  readonly onlyDeliveries?: boolean | undefined;
}

/**
 * For Fastify 5: a plugin for one path. The receiver checks content type, body limit and method itself: Harbor would give up
 * after Fastify's 400, 404, 413 and 415.
 *
 * @example
 * app.register(fastifyAdapter(receiver), { prefix: "/webhooks/harbor" });
 */
export function fastifyAdapter(
  receiver: DeliveryHandler,
  { onlyDeliveries = false }: FastifyAdapterOptions = {},
): FastifyPluginCallback {
  return (app, _options, done) => {
    app.removeAllContentTypeParsers();
    // Reads at once, as Fastify's own parsers do: the stream may be over when an asynchronous hook ends.
    app.addContentTypeParser("*", (_request, payload, parsed) => {
      parsed(null, startReading(payload, receiver.maxBodyBytes));
    });
    app.setErrorHandler(async (error, request, reply) => {
      const body = failedEarlier(error, FIX);
      return respond(reply, await receiver.handle({ ...fromFastify(request), body }));
    });
    app.route({
      method: onlyDeliveries ? "POST" : app.supportedMethods,
      url: "/",
      handler: async (request, reply) => respond(reply, await receiver.handle(fromFastify(request))),
    });
    done();
  };
}

/** The bytes of the payload that Fastify passes on, which a `preParsing` hook may have replaced; undefined if it was read. */
class Payload {
  constructor(readonly bytes: Promise<Uint8Array> | undefined) {}
}

function startReading(stream: Readable, maxBytes: number): Payload {
  if (stream.readableDidRead) return new Payload(undefined);
  const bytes = readStream(stream, maxBytes);
  // If a hook fails first, the bytes are not awaited.
  bytes.catch(() => undefined);
  return new Payload(bytes);
}

function fromFastify(request: FastifyRequest): DeliveryRequest {
  return {
    method: request.method,
    headers: request.headers,
    async body(maxBytes) {
      const { body } = request;
      if (body instanceof Payload && body.bytes !== undefined) return body.bytes;
      // fastify-raw-body decorates Fastify's request, other middleware Node's.
      const kept =
        bytesOf((request as { rawBody?: unknown }).rawBody) ?? bytesOf((request.raw as NodeRequest).rawBody);
      if (kept !== undefined) return kept;
      if (request.raw.readableDidRead) throw alreadyParsed(FIX);
      // Without a content type no parser runs.
      return readStream(request.raw, maxBytes);
    },
  };
}

function respond(reply: FastifyReply, { status, headers, body }: DeliveryResponse): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}
