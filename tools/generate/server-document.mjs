/**
 * The document as a module, so that the server needs neither a file beside it nor a YAML parser. JSON text in a raw
 * template literal: one token for the compiler, line by line in a diff.
 */
export function generateServerDocument(document) {
  // Both escapes are JSON's, so JSON.parse takes them back; the template literal never sees a backtick or a `${`.
  const json = JSON.stringify(document, null, 1).replaceAll("`", "\\u0060").replaceAll("${", "\\u0024{");
  return `
/** An OpenAPI 3.1 document, as far as the server looks into it. */
export interface OpenApiDocument {
  openapi: string;
  info: { title: string; version: string };
  paths: Record<string, Record<string, unknown>>;
  webhooks: Record<string, Record<string, unknown>>;
  components: Record<string, Record<string, unknown>>;
}

export const openapi = JSON.parse(String.raw\`${json}\`) as OpenApiDocument;
`;
}
