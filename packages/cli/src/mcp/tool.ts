import type { CallToolResult, ToolAnnotations } from "@modelcontextprotocol/server";
import { HarborError } from "@harbor/client";

export const READ_ONLY: ToolAnnotations = { readOnlyHint: true, openWorldHint: true };
export const SENDS_REQUESTS: ToolAnnotations = {
  readOnlyHint: false,
  destructiveHint: false,
  openWorldHint: true,
};

/**
 * The function behind a tool. `call` returns text, which stays as it is; anything else becomes JSON. An error of the API is a result that
 * the agent reads, with what to do about it.
 */
export function tool<Input>(call: (input: Input) => unknown): (input: Input) => Promise<CallToolResult> {
  return async (input) => {
    try {
      const result = await call(input);
      return text(typeof result === "string" ? result : JSON.stringify(result, null, 1));
    } catch (error) {
      if (!(error instanceof Error)) throw error;
      return { ...text(explain(error)), isError: true };
    }
  };
}

function text(content: string): CallToolResult {
  return { content: [{ type: "text", text: content }] };
}

function explain(error: Error): string {
  if (!(error instanceof HarborError)) return error.message;
  const page = error.docUrl === null ? "" : ` See ${error.docUrl}`;
  return `${error.code}: ${error.message}${page}`;
}
