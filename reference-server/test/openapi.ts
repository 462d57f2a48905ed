import { json } from "../src/generated/openapi.js";

/** An OpenAPI 3.1 document, with the parts that the tests read. */
interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, unknown>>;
  webhooks: Record<string, Record<string, unknown>>;
  components: Record<string, Record<string, unknown>>;
}

/** The specification that the server was generated from. */
export const openapi = JSON.parse(json) as OpenApiDocument;
