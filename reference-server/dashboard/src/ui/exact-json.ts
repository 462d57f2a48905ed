import { type Edit, findNodeAtLocation, format, parseTree } from "jsonc-parser";

/** The text of one member of a JSON document, byte for byte: numbers of any size, escapes and white space as they were sent. */
export function sliceMember(json: string, path: string[]): string | undefined {
  const document = parseTree(json);
  const node = document && findNodeAtLocation(document, path);
  return node && json.slice(node.offset, node.offset + node.length);
}

/** The same JSON with one member a line. Only white space changes: no number is read and written again. */
export function prettyJson(json: string): string {
  return applyInOrder(json, format(json, undefined, { insertSpaces: true, tabSize: 2, eol: "\n" }));
}

export function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** jsonc-parser's own `applyEdits` copies the text for each edit, which takes seconds for a large body. */
function applyInOrder(text: string, edits: Edit[]): string {
  const parts: string[] = [];
  let end = 0;
  for (const { offset, length, content } of edits.sort((a, b) => a.offset - b.offset)) {
    parts.push(text.slice(end, offset), content);
    end = offset + length;
  }
  parts.push(text.slice(end));
  return parts.join("");
}
