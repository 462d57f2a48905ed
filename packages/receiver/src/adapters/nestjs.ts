import type { DeliveryHandler } from "../delivery-request.js";
import { nodeListener, type NodeListener } from "./node.js";

const FIX =
  "In NestJS, put app.use(path, nestAdapter(receiver)) above await app.listen() in main.ts; " +
  "in a controller, change the line to NestFactory.create(AppModule, { rawBody: true }).";

/**
 * For NestJS, on Express and on Fastify. In `main.ts` it stands before Nest's own body parser, whose limit would answer
 * a large event with 413; there the receiver can still come out of dependency injection.
 *
 * @example
 * const app = await NestFactory.create(AppModule);
 * app.use("/webhooks/harbor", nestAdapter(app.get(HARBOR_RECEIVER)));
 * await app.listen(3000);
 */
export function nestAdapter(receiver: DeliveryHandler): NodeListener {
  return nodeListener(receiver, FIX);
}
