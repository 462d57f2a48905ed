import { Converter } from "@apiture/openapi-down-convert";
import { resolve } from "./operations.mjs";

/**
 * The OpenAPI 3.0 edition, for generators that do not read 3.1. `allOf` is merged into plain objects, because the generated
 * clients refuse the nulls of a composed response, and webhooks are left out: 3.0 has none.
 */
export function toOpenApi30(document) {
  const { webhooks, ...rest } = document;
  const { summary: _only31, ...info } = rest.info;
  const tags = rest.tags.filter(({ name }) => !tagsOf(webhooks).includes(name));
  const merged = mergeAllOf(document, { ...rest, info, tags });
  const plain = withoutUnknownKeywords(withNullableTypes(document, merged));
  return new Converter(plain, { allOfTransform: false }).convert();
}

function tagsOf(pathItems) {
  return Object.values(pathItems).flatMap(({ post }) => post.tags);
}

function mergeAllOf(document, node) {
  return mapObjects(node, (value) => {
    if (!Array.isArray(value.allOf)) return value;
    const { allOf, ...own } = value;
    return [...allOf, own].map((part) => mergeAllOf(document, resolve(document, part))).reduce(mergeTwo);
  });
}

/** The later schema refines the earlier one: its properties replace those of the same name. */
function mergeTwo(first, second) {
  const required = [...new Set([...(first.required ?? []), ...(second.required ?? [])])];
  return { ...first, ...second, required, properties: { ...first.properties, ...second.properties } };
}

/** `oneOf` of a schema and null becomes that schema with null among its types, which the converter knows. */
function withNullableTypes(document, node) {
  return mapObjects(node, (value) => {
    const [schema, ...others] = (value.oneOf ?? []).filter(({ type }) => type !== "null");
    if (schema === undefined || others.length > 0) return value;
    const { oneOf: _replaced, ...own } = value;
    const { type, enum: values, ...rest } = resolve(document, schema);
    return { ...rest, ...own, type: [type, "null"], ...(values && { enum: [...values, null] }) };
  });
}

/** Without the extensions of this repository's tools, and without what only 3.1 has. */
function withoutUnknownKeywords(node) {
  return mapObjects(node, (value) => {
    if (typeof value.$ref === "string") return { $ref: value.$ref };
    const known = ([key]) => !key.startsWith("x-") && key !== "contentSchema";
    return Object.fromEntries(Object.entries(value).filter(known));
  });
}

/** A copy in which every object is replaced, the outermost first. Examples are data and stay. */
function mapObjects(node, replace) {
  if (Array.isArray(node)) return node.map((item) => mapObjects(item, replace));
  if (typeof node !== "object" || node === null) return node;
  return Object.fromEntries(
    Object.entries(replace(node)).map(([key, value]) => [
      key,
      ["example", "examples"].includes(key) ? value : mapObjects(value, replace),
    ]),
  );
}
