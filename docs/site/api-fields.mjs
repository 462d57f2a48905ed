import { resolve } from "../../packages/shared/generate/operations.mjs";

/** A description on one line of a table. */
export const textOf = (text) => text.trim().replaceAll(/\s+/g, " ").replaceAll("|", "\\|");

/** The parameters of an operation. */
export function parameterTable(document, parameters) {
  const rows = parameters
    .map((parameter) => resolve(document, parameter))
    .map(({ name, in: place, required, description, schema }) => {
      const { type, notes } = describe(document, schema);
      const text = [description, notes].filter(Boolean).map(textOf).join(" ");
      return `| \`${name}\`${required ? " \\*" : ""} | ${place} | ${type} | ${text} |`;
    });
  return `| Name | In | Type | Description |\n| --- | --- | --- | --- |\n${rows.join("\n")}`;
}

/** The fields of an object, those of objects inside it with their path. A star marks a required one. */
export function fieldTable(document, schema) {
  const rows = fieldsOf(document, schema).map(
    ({ path, required, type, text }) => `| \`${path}\`${required ? " \\*" : ""} | ${type} | ${text} |`,
  );
  return `| Field | Type | Description |\n| --- | --- | --- |\n${rows.join("\n")}`;
}

function fieldsOf(document, schema, prefix = "") {
  const { properties = {}, required = [] } = merged(document, schema);
  return Object.entries(properties).flatMap(([name, property]) => {
    const field = merged(document, property);
    const path = `${prefix}${name}`;
    const { type, notes } = describe(document, property);
    const text = [field.description ?? "", notes].filter(Boolean).map(textOf).join(" ");
    const row = { path, required: required.includes(name), type, text };
    const inner = merged(document, field.items ?? field);
    // An event inside a delivery, or a delivery in an event, has its own table.
    if (inner.properties === undefined || prefix.split(".").length > 2) return [row];
    return [row, ...fieldsOf(document, inner, `${path}${field.items === undefined ? "" : "[]"}.`)];
  });
}

/** A schema with its references and compositions put together. */
function merged(document, schema) {
  const { $ref, allOf = [], oneOf, anyOf, ...own } = schema;
  const alternatives = (oneOf ?? anyOf ?? []).filter(({ type }) => type !== "null");
  const nullable = (oneOf ?? anyOf ?? []).some(({ type }) => type === "null");
  const parts = [
    ...($ref === undefined ? [] : [merged(document, resolve(document, { $ref }))]),
    ...allOf.map((part) => merged(document, part)),
    ...(alternatives.length === 1 ? [merged(document, alternatives[0])] : []),
    own,
  ];
  const result = Object.assign({}, ...parts);
  result.properties = parts.some(({ properties }) => properties)
    ? Object.assign({}, ...parts.map(({ properties }) => properties))
    : undefined;
  result.required = parts.flatMap(({ required = [] }) => required);
  if (nullable) result.type = [result.type ?? "object", "null"].flat();
  return result;
}

function describe(document, schema) {
  const { type = "any", items, format, enum: values, const: only, ...rest } = merged(document, schema);
  const names = [type].flat().map((name) => {
    if (name === "array") return `array of ${describe(document, items ?? {}).type}`;
    return name === "string" && format !== undefined ? format : name;
  });
  const notes = [
    values && `One of ${values.map((value) => `\`${value}\``).join(", ")}.`,
    only !== undefined && `\`${only}\`.`,
    range(rest),
    rest.default !== undefined && `Default: \`${JSON.stringify(rest.default)}\`.`,
  ];
  return { type: [...new Set(names)].join(" or "), notes: notes.filter(Boolean).join(" ") };
}

function range({ minimum, maximum, maxLength, maxItems }) {
  if (minimum !== undefined && maximum !== undefined) return `${minimum} to ${maximum}.`;
  if (maxLength !== undefined) return `At most ${maxLength} characters.`;
  if (maxItems !== undefined) return `At most ${maxItems}.`;
  return minimum === undefined ? "" : `At least ${minimum}.`;
}
