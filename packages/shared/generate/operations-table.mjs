import { readOperations } from "./operations.mjs";

/** The parts of each operation that the server's router needs, so that a start does not parse the whole document. */
export function generateOperationsTable(document) {
  const rows = readOperations(document).map(({ operationId, method, path, body, access }) => {
    const requirement = body === undefined ? "none" : body.required ? "required" : "optional";
    const fields = `id: "${operationId}", method: "${method}", path: "${path}", body: "${requirement}"`;
    return `  { ${fields}, access: ${JSON.stringify(access)} },`;
  });
  return `
/** The operations of openapi.yaml; paths are relative to \`/v1\`. */
export const operations = [
${rows.join("\n")}
] as const;
`;
}
