/** A comment above a declaration; empty for none. No text can end it. */
export function docComment(schema: { description?: unknown; deprecated?: unknown }): string {
  const { description, deprecated } = schema;
  const lines =
    typeof description === "string"
      ? description.replaceAll("*/", "* /").split(/\s*[\n\r\u2028\u2029]\s*/)
      : [];
  if (deprecated === true) lines.push("@deprecated");
  const texts = lines.filter((line) => line.trim() !== "");
  if (texts.length === 0) return "";
  if (texts.length === 1) return `/** ${texts[0] ?? ""} */\n`;
  return `/**\n${texts.map((line) => ` * ${line}\n`).join("")} */\n`;
}

export function indent(text: string): string {
  return text.replaceAll(/^(?=.)/gm, "  ");
}

/** The name of a property, as in an object type. */
export function propertyName(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}

/** JSON as an expression. A literal would take `__proto__` for the prototype. */
export function jsonLiteral(value: unknown): string {
  return JSON.stringify(value).replaceAll('"__proto__":', '["__proto__"]:');
}
