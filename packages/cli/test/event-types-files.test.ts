import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { errorsIn } from "../../../tools/typescript-snippets.js";
import { AgainstHarbor } from "./against-harbor.js";

const cli = new AgainstHarbor();

/** Below the root, so that the modules find their libraries. */
const folder = fileURLToPath(new URL("../../../.cache/event-types/", import.meta.url));
beforeAll(() => mkdirSync(folder, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true }));

const orders = fileURLToPath(new URL("event-types/orders.mjs", import.meta.url));
const TSX = { env: { NODE_OPTIONS: `--import ${import.meta.resolve("tsx")}` } };

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const define = (fields: string) => `
  import { defineEvents } from "@harbor/client";
  import { z } from "zod";
  export const events = defineEvents({ "order.created": z.object({ ${fields} }) });`;

const push = (...args: string[]) => cli.run(["event-types", "push", ...args]);
const stored = async (type = "order.created") => await cli.harbor.client.eventTypes.get(type);

describe("push of a module", () => {
  test("stores the event types, and then has no changes", async () => {
    const first = await push(orders);
    expect(first.stdout).toBe(
      "+ anything\n+ category.changed\n+ node.added\n+ order.created\n4 added, 0 changed, 0 removed.\n",
    );
    expect(await stored()).toMatchObject({
      description: "An order was placed.",
      schema: { properties: { order_id: { type: "string" } } },
      validation: "off",
    });
    expect(await stored("anything")).toMatchObject({ schema: null });
    expect((await push(orders)).stdout).toBe("No changes.\n");
  });

  test("--dry-run stores nothing, --export chooses another export", async () => {
    const { stdout } = await push(orders, "--export", "others", "--dry-run");
    expect(stdout).toBe("+ user.created\n1 added, 0 changed, 0 removed; nothing was stored.\n");
    await expect(stored("user.created")).rejects.toThrow("Event type not found");
  });

  test("leaves what the module does not say as it is, and sets --validation where there is a schema", async () => {
    await cli.harbor.client.eventTypes.put("order.created", {
      group: "orders",
      visibility: "internal",
      deprecated: true,
    });
    await push(orders, "--validation", "warn");
    expect(await stored()).toMatchObject({
      group: "orders",
      visibility: "internal",
      deprecated: false,
      validation: "warn",
    });
    expect(await stored("anything")).toMatchObject({ validation: "off" });
    expect((await push(orders, "--validation", "enforce")).stdout).toContain(
      "~ order.created\n           validation warn → enforce\n",
    );
  });

  test("--prune deletes other types, never Harbor's own; without it they stay", async () => {
    await push(orders);
    const module = file("few.mjs", define("id: z.string()"));
    expect((await push(module)).stdout).toContain("0 added, 1 changed, 0 removed.");
    const [anything, ...others] = await cli.json(["event-types", "push", module, "--prune"]);
    expect(anything).toEqual({
      type: "anything",
      change: "removed",
      breaking: true,
      changes: [{ path: "", message: "is not in the file", breaking: true }],
    });
    expect(others.map(({ type }) => type as string)).toEqual(["category.changed", "node.added"]);
    await expect(stored("anything")).rejects.toThrow("Event type not found");
    expect(await stored("harbor.test")).toMatchObject({ type: "harbor.test" });
  });

  test("says which type the server refused, and what is stored", async () => {
    const module = file(
      "refused.mjs",
      `
      import { z } from "zod";
      export default {
        a: z.object({}),
        b: z.object({ n: z.number() }).meta({ examples: [{ n: "one" }] }),
        c: z.object({}),
      };`,
    );
    const { code, stderr } = await push(module);
    expect(code).toBe(1);
    expect(stderr).toMatch(/b was refused; 1 of 3 changes are stored\.[^]*body\/example\/n/);
    await expect(stored("c")).rejects.toThrow("Event type not found");
  });

  test("reads TypeScript with tsx", async () => {
    const module = file("typed.ts", define("id: z.string() as z.ZodType<string>"));
    expect((await cli.run(["event-types", "push", module], TSX)).stdout).toContain("1 added");
  });

  const standard = (vendor: string, rest = "") =>
    `export const events = { a: { "~standard": { version: 1, vendor: "${vendor}", validate: (value) => ({ value })${rest} } } };`;

  test.each([
    ["missing.mjs", null, /missing\.mjs does not exist/],
    ["broken.mjs", "throw new Error('at start');", /broken\.mjs cannot be loaded: at start/],
    ["broken.ts", "enum A { B }\nthrow new Error('x');", /cannot be loaded: [^]*NODE_OPTIONS="--import tsx"/],
    [
      "none.mjs",
      "export const other = 1;",
      /does not export event types as events or default\.[^]*export const events = defineEvents/,
    ],
    [
      "reserved.mjs",
      `import { z } from "zod"; export default { "harbor.a": z.any() };`,
      /"harbor\.a" is not an event type/,
    ],
    [
      "date.mjs",
      define("at: z.date()"),
      /The schema of order\.created has no JSON Schema: Date cannot be represented/,
    ],
    ["zod.mjs", standard("zod"), /Update zod to 4\.2 or newer/],
    ["valibot.mjs", standard("valibot"), /of valibot, has no export to JSON Schema[^]*toStandardJsonSchema/],
    ["other.mjs", standard("other"), /Update other to a version with Standard JSON Schema/],
    [
      "throws.mjs",
      standard("x", ", jsonSchema: { input() { throw new Error('no map') } }"),
      /of a has no JSON Schema: no map/,
    ],
  ])("%s: names the fault and a remedy", async (name, text, message) => {
    const { code, stderr } = await push(text === null ? join(folder, name) : file(name, text));
    expect(code).toBe(2);
    expect(stderr).toMatch(message);
  });

  test("needs a module or an OpenAPI document, and not both", async () => {
    for (const args of [[], [orders, "--openapi", "openapi.yaml"]]) {
      expect(await push(...args)).toMatchObject({
        code: 2,
        stderr: expect.stringContaining("Give a module or --openapi"),
      });
    }
  });
});

test("push --openapi stores the webhooks of a document", async () => {
  const document = file(
    "openapi.yaml",
    `
openapi: 3.1.0
webhooks:
  order.created:
    post:
      tags: [orders]
      summary: An order was placed.
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/Order" }, example: { id: a } } } }
components: { schemas: { Order: { type: object, required: [id], properties: { id: { type: string } } } } }
`,
  );
  expect((await push("--openapi", document, "--validation", "enforce")).stdout).toContain("1 added");
  expect(await stored()).toEqual({
    type: "order.created",
    description: "An order was placed.",
    group: "orders",
    visibility: "public",
    schema: { type: "object", required: ["id"], properties: { id: { type: "string" } } },
    example: { id: "a" },
    deprecated: false,
    validation: "enforce",
  });
  expect((await cli.run(["event-types", "diff", "--openapi", document])).stdout).toBe("No changes.\n");
});

describe("diff", () => {
  const diff = (fields: string, ...args: string[]) =>
    cli.run(["event-types", "diff", file("changed.mjs", define(fields)), ...args]);

  test("exits with 1 for a change that can break receivers", async () => {
    await push(file("before.mjs", define('id: z.string(), state: z.enum(["open"])')));
    const { code, stdout, stderr } = await diff(
      'id: z.string().optional(), state: z.enum(["open", "paid"]), note: z.string()',
    );
    expect(code).toBe(1);
    expect(stdout).toBe(`~ order.created
  breaking body/state may be "paid" now
  breaking body/id was required, and is optional now
           body/note was added
0 added, 1 changed, 0 removed.
`);
    expect(stderr).toContain("Receivers of order.created can break.");
    expect(await stored()).not.toHaveProperty("schema.properties.note");
  });

  test("exits with 0 for other changes, and 1 for a type that is missing", async () => {
    await push(file("before.mjs", define("id: z.string()")));
    expect(await diff("id: z.string(), note: z.string()", "--json")).toMatchObject({
      code: 0,
      stdout: `{"type":"order.created","change":"changed","breaking":false,"changes":[{"path":"body/note","message":"was added","breaking":false}]}\n`,
    });
    await cli.harbor.client.eventTypes.put("order.lost", {});
    const { code, stdout, stderr } = await diff("id: z.string()", "--json");
    expect([code, JSON.parse(stdout)]).toEqual([
      1,
      expect.objectContaining({ type: "order.lost", change: "removed" }),
    ]);
    expect(JSON.parse(stderr)).toMatchObject({ error: { code: "breaking_changes" } });
  });
});

describe.each(["types", "zod"])("pull of %s", (format) => {
  const pull = async (name: string) => {
    const path = join(folder, name);
    rmSync(path, { force: true });
    const result = await cli.run(["event-types", "pull", "--format", format, "--out", path]);
    expect(result).toMatchObject({ code: 0, stdout: expect.stringContaining("Wrote 4 event types") });
    return path;
  };

  const RECEIVER = `
import { createReceiver } from "@harbor/receiver";
import { events, type OrderCreated } from "./snippet-0.js";
const receiver = createReceiver({ secret: "whsec_0123456789abcdef0123456789abcdef", events });
receiver.on("order.created", (order) => {
  const id: string = order.order_id;
  const status: "open" | "paid" | undefined = order.status;
  const due = order.payment.method === "invoice" ? order.payment.due : order.payment.last4;
  const label: string | undefined = order.labels["gift"];
  const same: OrderCreated = order;
  return void [id, status, due, label, same];
});
receiver.on("category.changed", ({ category }) => void category.parts?.[0]?.parts?.[0]?.name.length);
receiver.on("node.added", ({ value, children }) => void [value, children[0]?.children[0]?.value]);
`;

  test("types a receiver, and is the same catalogue when it is pushed", { timeout: 60_000 }, async () => {
    await push(orders);
    const path = await pull(`pulled-${format}.ts`);
    const wrong = `${RECEIVER}receiver.on("order.created", (order) => void order.order_id.toFixed());\n`;
    const missing = `${RECEIVER}receiver.on("order.lost", () => undefined);\n`;
    const source = readFileSync(path, "utf8");
    const errors = errorsIn([source, RECEIVER, wrong, missing], { folder: new URL(`file://${folder}`) });
    expect(errors.map((error) => error.split("export {};\n").at(-1)?.split("\n")[0])).toEqual([
      "Property 'toFixed' does not exist on type 'string'. Did you mean 'fixed'?",
      expect.stringMatching(/^No overload|not assignable/),
    ]);
    const pushed = await cli.run(["event-types", "push", path], TSX);
    expect(pushed.stdout).toBe("No changes.\n");
    await cli.harbor.reset();
    const anew = await cli.run(["event-types", "push", path], {
      env: { ...TSX.env, HARBOR_API_KEY: cli.harbor.apiKey },
    });
    expect(anew.stdout).toContain("4 added");
    expect((await push(orders)).stdout).toBe("No changes.\n");
  });

  test("is the same for the same catalogue", async () => {
    await push(orders);
    const first = readFileSync(await pull("first.ts"), "utf8");
    expect(readFileSync(await pull("second.ts"), "utf8")).toBe(first);
  });
});

describe("pull", () => {
  const pull = (...args: string[]) => cli.run(["event-types", "pull", ...args]);

  test("never replaces a file that it has not written", async () => {
    const out = file("own.ts", "export const mine = 1;\n");
    expect(await pull("--out", out)).toMatchObject({
      code: 2,
      stderr: expect.stringContaining("was not written by this command"),
    });
    expect(readFileSync(out, "utf8")).toBe("export const mine = 1;\n");
    const again = join(folder, "again.ts");
    for (const code of [0, 0]) expect((await pull("--out", again)).code).toBe(code);
  });

  test("leaves out Harbor's own types and, with --public, internal ones", async () => {
    await cli.harbor.client.eventTypes.put("order.created", {});
    await cli.harbor.client.eventTypes.put("order.audited", { visibility: "internal" });
    const types = (source: string) => [...source.matchAll(/^ {2}"(.+?)": /gm)].map(([, type]) => type);
    expect(types((await pull()).stdout)).toEqual(["order.audited", "order.created"]);
    expect(types((await pull("--public")).stdout)).toEqual(["order.created"]);
    expect(JSON.parse((await pull("--json")).stdout)).toEqual({ source: (await pull()).stdout });
  });

  test("zod checks bodies as a reader does: structure, and not what a sender may add", async () => {
    const schema = {
      type: "object",
      required: ["id"],
      properties: { id: { type: "string", maxLength: 1 } },
      additionalProperties: false,
    };
    await cli.harbor.client.eventTypes.put("order.created", { schema });
    const out = join(folder, "checks.ts");
    await pull("--format", "zod", "--out", out);
    const { events } = (await import(out)) as {
      events: Record<string, { "~standard": { validate(value: unknown): object } }>;
    };
    const validate = (value: unknown) => events["order.created"]?.["~standard"].validate(value);
    expect(validate({ id: "long", more: 1 })).toEqual({ value: { id: "long" } });
    expect(validate({ id: 1 })).toHaveProperty("issues");
    rmSync(out);
  });
});
