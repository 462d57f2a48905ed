import { guideParts, type Page } from "../guide-code.js";

/** The receiver of a page, and its handler for the framework as `harbor`. */
export function receiverModule(page: Page): string {
  const { adapter } = guideParts(page);
  return `${receiverAlone(page, adapter)}\nexport const harbor = ${adapter}(receiver);\n`;
}

/** The receiver of a page for a framework whose route is a file of its own. */
export function receiverWithoutRoute(page: Page): string {
  return receiverAlone(page, "");
}

/** NestJS has an adapter of its own, and the same receiver. */
export function nestModule(): string {
  const source = receiverModule("node-http");
  return source.replaceAll("nodeAdapter", "nestAdapter").replace("receiver/node", "receiver/nestjs");
}

/** A worker gets its secret with each request. */
export function workerModule(): string {
  const source = receiverAlone("hono", "webAdapter")
    .replace("process.env.HARBOR_SIGNING_SECRET", "secret")
    .replace("PostgreSQL, Redis, …", "Durable Objects")
    .replace("{ webAdapter }", "{ webAdapter, type WebContext }")
    .replace(/^export const receiver/m, "let secret: string | undefined;\n\n$&");
  return `${source}
const deliver = webAdapter(receiver);

export function harbor(request: Request, env: { HARBOR_SIGNING_SECRET: string }, context?: WebContext) {
  secret = env.HARBOR_SIGNING_SECRET;
  return deliver(request, context);
}
`;
}

function receiverAlone(page: Page, adapter: string): string {
  const { imports, receiver } = guideParts(page);
  const needed = adapter === "" ? imports.replace(/^import \{ \w+Adapter \}.*\n/m, "") : imports;
  return `${needed}\nexport ${receiver}`;
}
