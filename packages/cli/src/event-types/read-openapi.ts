import { readInput } from "../input.js";
import { usageError } from "../cli-error.js";
import { type DescribedType, describedBy } from "./described.js";
import { isObject, pathOf, resolveReference, type SchemaObject } from "./json-schema.js";

/** The event types of an OpenAPI document: its `webhooks`, in YAML or JSON. */
export async function readOpenApi(file: string): Promise<DescribedType[]> {
  const text = (await readInput(file)).toString("utf8");
  const { parse } = await import("yaml");
  let document: unknown;
  try {
    document = parse(text, { maxAliasCount: 1000 });
  } catch (error) {
    throw usageError(`${file} is not YAML or JSON: ${(error as Error).message}`);
  }
  const { openapi, webhooks } = isObject(document) ? document : {};
  if (typeof openapi !== "string" || /^3\.0/.test(openapi)) {
    throw usageError(`${file} is not an OpenAPI document of version 3.1 or newer.`);
  }
  if (!isObject(webhooks)) throw usageError(`${file} has no webhooks.`);
  return Object.keys(webhooks).map((type) => new Webhook(document, { file, type }).described());
}

/** Keywords of OpenAPI that point to other places of the document and have no meaning for a validator. */
const DROPPED = new Set(["discriminator", "xml", "externalDocs"]);
/** Keywords that hold values: a `$ref` in one of them is not a reference. */
const VALUES = new Set(["const", "enum", "default", "examples", "example"]);
/** Keywords whose members are named by the author. */
const MAPS = new Set(["properties", "patternProperties", "dependentSchemas", "$defs"]);

class Webhook {
  readonly #document: unknown;
  readonly #file: string;
  readonly #type: string;
  /** Names in `$defs`, by reference. */
  readonly #names = new Map<string, string>();
  readonly #definitions = new Map<string, unknown>();

  constructor(document: unknown, { file, type }: { file: string; type: string }) {
    this.#document = document;
    this.#file = file;
    this.#type = type;
  }

  described(): DescribedType {
    const operation = this.#operation();
    const { summary, description = summary, deprecated, tags, requestBody } = operation;
    const media = this.#media(requestBody);
    const described = describedBy(this.#type, this.#schemaOf(media["schema"]));
    const example = this.#exampleOf(media);
    return {
      ...described,
      ...(typeof description === "string" && { description }),
      ...(typeof deprecated === "boolean" && { deprecated }),
      ...(Array.isArray(tags) && typeof tags[0] === "string" && { group: tags[0] }),
      ...(example !== undefined && { example }),
    };
  }

  #operation(): SchemaObject {
    const item = this.#object((this.#document as { webhooks: SchemaObject }).webhooks[this.#type]);
    const operation = item["post"] ?? item["put"];
    if (!isObject(operation)) throw this.#fault("has no post operation");
    return operation;
  }

  /** The content of the request as JSON; empty for an event without a described body. */
  #media(requestBody: unknown): SchemaObject {
    if (requestBody === undefined) return {};
    const { content } = this.#object(requestBody);
    const [, media] =
      Object.entries(isObject(content) ? content : {}).find(([name]) =>
        /^application\/(.+\+)?json\b/.test(name),
      ) ?? [];
    if (media === undefined) throw this.#fault("has no content of type application/json");
    return this.#object(media);
  }

  #exampleOf({ example, examples, schema }: SchemaObject): unknown {
    if (example !== undefined) return example;
    const [first] = Object.values(isObject(examples) ? examples : {});
    if (first !== undefined) return this.#object(first)["value"];
    return isObject(schema) ? this.#object(schema)["example"] : undefined;
  }

  /** The schema as one that stands alone: what it refers to is below its `$defs`. */
  #schemaOf(schema: unknown): SchemaObject {
    if (schema === undefined || schema === true) return {};
    const isReference = isObject(schema) && Object.keys(schema).join() === "$ref";
    const { $defs, ...bundled } = this.#bundle(isReference ? this.#object(schema) : schema) as SchemaObject;
    const definitions = { ...(isObject($defs) && $defs), ...Object.fromEntries(this.#definitions) };
    return Object.keys(definitions).length === 0 ? bundled : { ...bundled, $defs: definitions };
  }

  #bundle(part: unknown): unknown {
    if (Array.isArray(part)) return part.map((item) => this.#bundle(item));
    if (!isObject(part)) return part;
    const entries = Object.entries(part).filter(([name]) => !DROPPED.has(name));
    return Object.fromEntries(entries.map(([name, value]) => [name, this.#bundleMember(name, value)]));
  }

  #bundleMember(name: string, value: unknown): unknown {
    if (VALUES.has(name)) return value;
    if (MAPS.has(name) && isObject(value)) {
      return Object.fromEntries(Object.entries(value).map(([key, schema]) => [key, this.#bundle(schema)]));
    }
    return name === "$ref" && typeof value === "string"
      ? `#/$defs/${this.#define(value)}`
      : this.#bundle(value);
  }

  /** The name of what a reference stands for, which becomes a definition with the first reference to it. */
  #define(reference: string): string {
    const known = this.#names.get(reference);
    if (known !== undefined) return known;
    const target = this.#resolve(reference);
    const wanted = (pathOf(reference)?.at(-1) ?? "").replaceAll(/[^\w.-]/g, "_") || "Schema";
    const taken = new Set(this.#names.values());
    let name = wanted;
    for (let number = 2; taken.has(name); number++) name = `${wanted}_${number}`;
    this.#names.set(reference, name);
    this.#definitions.set(name, this.#bundle(target));
    return name;
  }

  /** An object of the document, or the one that it refers to. */
  #object(value: unknown): SchemaObject {
    let found = value;
    for (let hops = 0; isObject(found) && typeof found["$ref"] === "string" && hops < 100; hops++) {
      found = this.#resolve(found["$ref"]);
    }
    if (!isObject(found)) throw this.#fault("is not described as OpenAPI defines it");
    return found;
  }

  #resolve(reference: string): unknown {
    const target = resolveReference(this.#document, reference);
    if (target !== undefined) return target;
    throw pathOf(reference) === undefined
      ? this.#fault(
          `refers to ${reference}, which is another document`,
          "Bundle the documents first: npx @redocly/cli bundle openapi.yaml --output bundled.yaml",
        )
      : this.#fault(`refers to ${reference}, which does not exist`);
  }

  #fault(message: string, remedy?: string): Error {
    return usageError(`${this.#file}: the webhook ${this.#type} ${message}.`, remedy);
  }
}
