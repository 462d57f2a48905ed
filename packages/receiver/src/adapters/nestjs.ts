import type { DeliveryHandler } from "../delivery-request.js";
import { nodeListener, type NextOptions, type NodeListener } from "./node-request.js";

const FIX =
  "In NestJS, put app.use(path, nestAdapter(receiver)) above await app.listen() in main.ts; " +
  "in a controller, change the line to NestFactory.create(AppModule, { rawBody: true }).";

/**
 * For NestJS, on Express and on Fastify. In `main.ts` it runs before Nest's own body parser, whose limit would respond to a
 * large event with 413; the receiver can still come out of dependency injection there.
 *
 * @example
 * const app = await NestFactory.create(AppModule);
 * app.use("/webhooks/harbor", nestAdapter(app.get(HARBOR_RECEIVER)));
 * await app.listen(3000);
 */
export function nestAdapter(receiver: DeliveryHandler, options?: NextOptions): NodeListener {
  return nodeListener(receiver, FIX, options);
}
