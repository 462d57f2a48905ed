/**
 * A JSDoc comment of these lines.
 *
 * @param {string[]} lines
 * @param {string} [indent]
 */
export function docComment(lines, indent = "") {
  // A comment may not contain its own end, which a pattern such as "order.*" beside a slash would be.
  const safe = lines.map((line) => line.trimEnd().replaceAll("*/", "*\\/"));
  if (safe.length === 1) return `${indent}/** ${safe[0]} */`;
  const text = safe.map((line) => `${indent} * ${line}`.trimEnd()).join("\n");
  return `${indent}/**\n${text}\n${indent} */`;
}
