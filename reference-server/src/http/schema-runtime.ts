import { parseTime } from "./time.js";

/** The helpers of the generated validators. */

/** The checks for each `format` in openapi.yaml. */
export const formats = { "date-time": (text: string): boolean => !Number.isNaN(parseTime(text)) };

/** Characters as JSON Schema counts them: code points. */
export function textLength(text: string): number {
  let length = 0;
  for (let at = 0; at < text.length; at += (text.codePointAt(at) ?? 0) > 0xffff ? 2 : 1) length++;
  return length;
}
