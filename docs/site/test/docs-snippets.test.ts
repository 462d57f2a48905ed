import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { apiPages } from "../api-pages.mjs";
import { listPages } from "../pages.mjs";
import { errorsIn } from "../../../tools/typescript-snippets.js";
import { root } from "../../../tools/workspace.mjs";

/** Pages whose blocks are compiled by the tests of their package, or run by the tests of an example. */
const ELSEWHERE = /^(packages|examples|reference-server)\/|^docs\/(quickstart|standard-webhooks)\.md$/;

/** Declarations that pages leave to their reader. */
const globals = `
declare const harbor: import("@harbor/client").Harbor;
declare const pool: import("pg").Pool;
declare const sql: import("postgres").Sql;
declare const secret: string;
declare const receiver: {
  on(type: string, handler: (order: { id: string }, ctx: { commitTx(tx: unknown): Promise<void> }) => unknown): void;
};
declare const connection: object;
type MyStore = import("@harbor/receiver").IdempotencyStore;
declare const MyStore: new (options: object) => MyStore;
declare const createStore: () => MyStore;
interface Tx { insert(table: object, row: object): Promise<void> }
declare const db: {
  transaction(work: (tx: Tx) => Promise<void>): Promise<void>;
  count(table: object, where: { key: string }): Promise<number>;
};
declare const effects: object;
declare const store: { commitTx(tx: Tx, key: string, token: string): Promise<void> };
`;

const read = (file: string) => readFileSync(join(root, file), "utf8");
const pages = [...listPages().keys()]
  .filter((file) => !ELSEWHERE.test(file))
  .map((file) => ({ file, markdown: read(file) }));

/** A comment above a block names the file that it is; the file is run by a test. */
const COPY = /^<!-- (\S+) -->\n\n```\w+\n(.*?)^```$/gms;
const BLOCK = /^( *)```ts(?: \[\w+\])?\n(.*?)^ *```$/gms;

it("every code block below the name of a file is that file", () => {
  const copies = pages.flatMap(({ markdown }) => [...markdown.matchAll(COPY)]);
  expect(copies.length).toBeGreaterThan(3);
  for (const [, file = "", code] of copies) expect(code).toBe(read(file));
});

it("every other TypeScript block compiles, and a mistake would be found", { timeout: 120_000 }, () => {
  const snippets = [...pages, ...apiPages()].flatMap(({ markdown }) =>
    [...markdown.replace(COPY, "").matchAll(BLOCK)].map(([, indent = "", code = ""]) =>
      code.replaceAll(`\n${indent}`, "\n").slice(indent.length),
    ),
  );
  expect(snippets.length).toBeGreaterThan(50);
  const broken = "await harbor.destinations.create({ url: 1 });\n";
  expect(errorsIn([...snippets, broken], { folder: new URL(".", import.meta.url), globals })).toEqual([
    `${broken}\nexport {};\nType 'number' is not assignable to type 'string'.`,
  ]);
});
