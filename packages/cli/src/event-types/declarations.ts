import type { EventType } from "@harbor/client";
import {
  canonicalJson,
  isObject,
  type JsonSchema,
  pathOf,
  resolveReference,
  type SchemaObject,
} from "./json-schema.js";

/** Writes the declaration of a schema that has a name. */
export type Declare = (name: string, schema: JsonSchema, scope: Scope) => string;

interface Declaration {
  name: string;
  /** It and all that it refers to, to recognise the same definition in the schema of another type. */
  meaning: string;
  isOpen: boolean;
  /** It refers to itself, directly or through others. */
  isRecursive: boolean;
}

/** The named types of a module, each after those that it refers to. */
export class Declarations {
  readonly #declare: Declare;
  readonly #byName = new Map<string, Declaration>();
  readonly #texts: string[] = [];

  constructor(declare: Declare) {
    this.#declare = declare;
  }

  get text(): string {
    return this.#texts.join("\n");
  }

  /** Declares the body of an event type and returns its name. */
  addBody({ type, schema }: EventType): string {
    const document = schema ?? {};
    const name = this.#free(pascalCase(type), canonicalJson([type]));
    this.#add(name, {
      schema: document,
      meaning: canonicalJson([type]),
      scope: new Scope(this, { document, name }),
    });
    return name;
  }

  /** The declaration of what a reference stands for; undefined if it stands for nothing in this document. */
  refer(reference: string, scope: Scope): Declaration | undefined {
    const target = resolveReference(scope.document, reference);
    if (!isObject(target)) return undefined;
    if (target === scope.document) return this.#use(scope.name);
    const meaning = meaningOf(scope.document, reference);
    const wanted = pascalCase(pathOf(reference)?.at(-1) ?? "");
    const name = [wanted, scope.name + wanted].find(
      (each) => (this.#byName.get(each)?.meaning ?? meaning) === meaning,
    );
    const free = name ?? this.#free(scope.name + wanted, meaning);
    if (!this.#byName.has(free)) this.#add(free, { schema: target, meaning, scope });
    return this.#use(free);
  }

  #use(name: string): Declaration | undefined {
    const used = this.#byName.get(name);
    if (used?.isOpen === true) used.isRecursive = true;
    return used;
  }

  #add(
    name: string,
    { schema, meaning, scope }: { schema: SchemaObject; meaning: string; scope: Scope },
  ): void {
    const declaration = { name, meaning, isOpen: true, isRecursive: false };
    this.#byName.set(name, declaration);
    scope.declaring.push(declaration);
    this.#texts.push(this.#declare(name, schema, scope));
    scope.declaring.pop();
    declaration.isOpen = false;
  }

  #free(wanted: string, meaning: string): string {
    let name = wanted;
    for (let number = 2; (this.#byName.get(name)?.meaning ?? meaning) !== meaning; number++)
      name = wanted + String(number);
    return name;
  }
}

/** The document in which references are resolved: the schema of one event type. */
export class Scope {
  readonly document: SchemaObject;
  readonly name: string;
  /** The declarations that are being written, the innermost last. */
  readonly declaring: Declaration[] = [];
  readonly #declarations: Declarations;

  constructor(declarations: Declarations, { document, name }: { document: SchemaObject; name: string }) {
    this.#declarations = declarations;
    this.document = document;
    this.name = name;
  }

  refer(reference: string): Declaration | undefined {
    return this.#declarations.refer(reference, this);
  }
}

function meaningOf(document: SchemaObject, reference: string): string {
  const found = new Map<string, unknown>();
  const pending = [reference];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (found.has(next)) continue;
    const target = resolveReference(document, next);
    found.set(next, target);
    pending.push(...referencesIn(target));
  }
  return canonicalJson(Object.fromEntries(found));
}

function referencesIn(part: unknown): string[] {
  if (Array.isArray(part)) return part.flatMap(referencesIn);
  if (!isObject(part)) return [];
  const { $ref } = part;
  return [...(typeof $ref === "string" ? [$ref] : []), ...Object.values(part).flatMap(referencesIn)];
}

function pascalCase(text: string): string {
  const words = text.split(/[^A-Za-z0-9]+/).filter((word) => word !== "");
  const name = words.map((word) => word.charAt(0).toUpperCase() + word.slice(1)).join("");
  return /^[A-Z]/.test(name) ? name : `Type${name}`;
}
