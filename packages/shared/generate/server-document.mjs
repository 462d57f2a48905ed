/**
 * A document as a module that exports its JSON text: the server sends it as it is, and needs neither a file beside it nor a
 * parser. The text is a raw template literal, so that a change shows line by line in a diff.
 */
export function generateServerDocument(document) {
  // Both escapes are JSON's, so the text stays the same document; the template literal contains no backtick and no `${`.
  const json = JSON.stringify(document, null, 1).replaceAll("`", "\\u0060").replaceAll("${", "\\u0024{");
  return `\nexport const json = String.raw\`${json}\`;\n`;
}
