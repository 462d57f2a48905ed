import { isObject } from "./keyword.js";
import { SchemaError } from "./schema-error.js";

/** A schema within the document: its place, and the address that its references are relative to. */
export interface SchemaPlace {
  schema: unknown;
  pointer: string;
  base: string;
}

/** The address of a document without `$id`. */
export const NO_ID = "https://schema.invalid/";

/** Of a schema: every reference inside it is resolved against it. */
const MAX_ADDRESS = 2048;

/** The addresses of one document: every reference has to lead to one of them. */
export class SchemaReferences {
  readonly #resources = new Map<string, SchemaPlace>();
  readonly #anchors = new Map<string, SchemaPlace>();

  /** Takes in `$id`, `$anchor` and `$dynamicAnchor`; returns the base of what is inside. Throws `SchemaError`. */
  add(place: SchemaPlace & { schema: Record<string, unknown> }): string {
    const { schema, pointer } = place;
    const base =
      typeof schema.$id === "string" ? addressOf(schema.$id, { ...place, keyword: "$id" }) : place.base;
    if (base.includes("#")) throw new SchemaError(`${pointer}/$id`, "must have no fragment");
    if (base.length > MAX_ADDRESS) {
      throw new SchemaError(`${pointer}/$id`, `must have at most ${MAX_ADDRESS} characters`);
    }
    const own = { schema, pointer, base };
    if (pointer === "" || base !== place.base) this.#put(this.#resources, base, own);
    for (const keyword of ["$anchor", "$dynamicAnchor"]) {
      const name = schema[keyword];
      if (typeof name === "string") this.#put(this.#anchors, `${base}#${name}`, own);
    }
    return base;
  }

  #put(addresses: Map<string, SchemaPlace>, address: string, place: SchemaPlace): void {
    const known = addresses.get(address);
    if (known !== undefined && known.schema !== place.schema) {
      throw new SchemaError(place.pointer, "has the same $id or anchor as another schema");
    }
    addresses.set(address, place);
  }

  /** Throws `SchemaError`. */
  find(reference: string, from: { pointer: string; base: string }): SchemaPlace {
    const address = addressOf(reference, { ...from, keyword: "" });
    const hash = address.indexOf("#");
    const fragment = hash < 0 ? "" : decode(address.slice(hash + 1));
    const resource = this.#resources.get(hash < 0 ? address : address.slice(0, hash));
    if (resource === undefined) {
      throw new SchemaError(from.pointer, "must lead into this schema: others are not loaded");
    }
    const found =
      fragment === ""
        ? resource
        : fragment.startsWith("/")
          ? follow(resource, fragment)
          : this.#anchors.get(address);
    if (found === undefined) throw new SchemaError(from.pointer, "leads to nothing in this schema");
    return found;
  }
}

function addressOf(reference: string, { base, pointer, keyword }: SchemaPlaceOf): string {
  if (reference.startsWith("#")) return base + reference;
  try {
    return new URL(reference, base).href.replace(/#$/, "");
  } catch {
    throw new SchemaError(keyword === "" ? pointer : `${pointer}/${keyword}`, "must be a URI reference");
  }
}

interface SchemaPlaceOf {
  base: string;
  pointer: string;
  keyword: string;
}

function decode(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}

function follow({ schema, pointer, base }: SchemaPlace, path: string): SchemaPlace | undefined {
  let value = schema;
  for (const token of path.slice(1).split("/")) {
    const name = token.replaceAll("~1", "/").replaceAll("~0", "~");
    if (!(isObject(value) || Array.isArray(value)) || !Object.hasOwn(value, name)) return undefined;
    value = (value as Record<string, unknown>)[name];
  }
  return { schema: value, pointer: pointer + path, base };
}
