import type { ServerResponse } from "node:http";
import { failedEarlier } from "../body.js";
import type { DeliveryHandler } from "../delivery-request.js";
import { nodeListener, type NodeListener } from "./node.js";
import { fromNode, serveNode, type NodeRequest } from "./node-request.js";

const FIX =
  "In Express, move app.use(path, expressAdapter(receiver)) above app.use(express.json()); " +
  "or keep the bytes: express.json({ verify: (req, res, buf) => { req.rawBody = buf; } }).";

type ErrorHandler = (error: unknown, request: NodeRequest, response: ServerResponse, next: unknown) => void;

/**
 * For Express 4 and 5. It reads the body itself: mount it with `app.use`, above any body parser.
 *
 * The second of the two handlers takes the errors of parsers that came first (`express.raw` over its limit, malformed
 * JSON), which Express would answer with a 4xx and Harbor would take for a final no.
 *
 * @example
 * app.use("/webhooks/harbor", expressAdapter(receiver));
 */
export function expressAdapter(receiver: DeliveryHandler): [NodeListener, ErrorHandler] {
  return [
    nodeListener(receiver, FIX),
    // Express knows an error handler by its four parameters.
    (error, request, response, _next) => {
      const body = failedEarlier(error, FIX);
      void serveNode(receiver, { ...fromNode(request, FIX), body }, response);
    },
  ];
}
