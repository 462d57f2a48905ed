import type { FastifyInstance } from "fastify";
import { BASE_PATH } from "./operations.js";

/** The specification, without a key: OpenAPI 3.1, and a 3.0 edition for tools that do not read 3.1. Loaded on first use. */
export function addDocuments(app: FastifyInstance): void {
  const documents = {
    "/openapi.json": () => import("../generated/openapi.js"),
    "/openapi-3.0.json": () => import("../generated/openapi-3.0.js"),
  };
  for (const [path, load] of Object.entries(documents)) {
    let bytes: Promise<Buffer> | undefined;
    app.get(path, async (_request, reply) => {
      bytes ??= load().then(({ json }) => Buffer.from(servedHere(json)));
      return reply.header("content-type", "application/json; charset=utf-8").send(await bytes);
    });
  }
}

/** A relative server URL is relative to the document: clients of the served document call this server. */
function servedHere(json: string): string {
  return json.replace(/"url": "http:\/\/127\.0\.0\.1:4210\/v1"/, `"url": "${BASE_PATH}"`);
}
