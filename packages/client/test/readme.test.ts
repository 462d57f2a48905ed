import { expect, test } from "vitest";
import { errorsIn, readSnippets } from "../../../tools/typescript-snippets.js";
import { Harbor } from "../src/index.js";
import manifest from "../package.json" with { type: "json" };
import { readFileSync } from "node:fs";

const page = new URL("../README.md", import.meta.url);
const folder = new URL(".", import.meta.url);

/** Declarations that README.md leaves to its reader. */
const globals = `
declare const harbor: import("@harbor/client").Harbor;
declare const signal: AbortSignal;
declare const url: string;
declare const destination_id: string;
declare const lastEventId: string;
declare const orders: AsyncIterable<{ order_id: string; amount_cents: number }>;
declare const pool: import("pg").Pool;
declare function archive(events: object[]): Promise<void>;
declare function catchUp(): Promise<void>;
declare function askForAnotherUrl(details: object[]): void;
declare function currentTraceparent(): string;
declare function log(fields: object): void;
`;

/** The module of the events, by its path on the page. */
const shared = /^\/\/ events\.ts$/m;

/** `sendBatch` is internal: the batcher calls it. */
const HIDDEN = new Set(["constructor", "sendBatch"]);

test("the table of calls has every method of every group", () => {
  const harbor = new Harbor({ apiKey: "hk_test_readme" });
  const listed = [...readFileSync(page, "utf8").matchAll(/^\| `(\w+)` +\| ((?:`\w+` ?)+) *\|$/gm)].map(
    ([, group = "", methods = ""]) => [group, [...methods.matchAll(/\w+/g)].map(String).sort()],
  );
  const groups = Object.entries(harbor).filter(
    ([, group]) => typeof group === "object" && "constructor" in group,
  );
  const methodsOf = (group: object): string[] => {
    const prototype = Object.getPrototypeOf(group) as object;
    if (prototype === Object.prototype) return [];
    const own = Object.getOwnPropertyNames(prototype).filter((name) => !HIDDEN.has(name));
    return [...own, ...methodsOf(prototype)];
  };
  const actual = groups.map(([name, group]) => [name, methodsOf(group as object).sort()]);
  expect(Object.fromEntries(listed)).toEqual(Object.fromEntries(actual));
});

test("every TypeScript block compiles, and a mistake would be found", { timeout: 120_000 }, () => {
  const snippets = readSnippets(page, "ts");
  const events = snippets.find((code) => shared.test(code)) ?? "";
  expect(snippets.length).toBeGreaterThan(10);
  const broken = "await harbor.destinations.create({ url: 1 });\n";
  const withEvents = snippets.map((code) =>
    code.replace(/^import \{ events \} from "\.\/events\.js";$/m, () =>
      events.replace("export const", "const"),
    ),
  );
  expect(errorsIn([...withEvents, broken], { folder, globals })).toEqual([
    `${broken}\nexport {};\nType 'number' is not assignable to type 'string'.`,
  ]);
});

test("every subpath is named", () => {
  const text = readFileSync(page, "utf8");
  for (const path of Object.keys(manifest.exports).filter((path) => path !== "./package.json")) {
    expect(text).toContain(`from "${path.replace(".", "@harbor/client")}"`);
  }
});
