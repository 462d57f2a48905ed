import type { FastifyPluginCallback, FastifyReply } from "fastify";
import { failedEarlier } from "../body.js";
import type { Answer, DeliveryHandler } from "../delivery-request.js";
import { fromNode } from "./node-request.js";

const FIX =
  "In Fastify, give the receiver a plugin of its own: app.register(fastifyAdapter(receiver), { prefix: path }), " +
  "and keep preParsing hooks that read the payload off it.";

/**
 * For Fastify 5: a plugin for one path. Content types, body limit and methods are decided by the receiver and not by
 * Fastify, whose 400, 404, 413 and 415 Harbor would take for a final no.
 *
 * @example
 * app.register(fastifyAdapter(receiver), { prefix: "/webhooks/harbor" });
 */
export function fastifyAdapter(receiver: DeliveryHandler): FastifyPluginCallback {
  return (app, _options, done) => {
    app.removeAllContentTypeParsers();
    // Leaves the stream unread for the receiver.
    app.addContentTypeParser("*", (_request, _payload, parsed) => parsed(null));
    app.setErrorHandler(async (error, request, reply) => {
      const body = failedEarlier(error, FIX);
      return answer(reply, await receiver.handle({ ...fromNode(request.raw, FIX), body }));
    });
    app.route({
      method: app.supportedMethods,
      url: "/",
      handler: async (request, reply) => answer(reply, await receiver.handle(fromNode(request.raw, FIX))),
    });
    done();
  };
}

function answer(reply: FastifyReply, { status, headers, body }: Answer): FastifyReply {
  return reply.code(status).headers(headers).send(body);
}
