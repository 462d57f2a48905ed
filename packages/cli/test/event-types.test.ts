import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { AgainstHarbor } from "./against-harbor.js";

const cli = new AgainstHarbor();

test("event-types: put stores an entry, get and list show it, delete removes it", async () => {
  const file = join(cli.folder, "order.json");
  writeFileSync(file, '{"type":"object","required":["id"]}');
  const fields = [
    "--schema",
    `@${file}`,
    "--example",
    '{"id":1}',
    "--validation",
    "warn",
    "--group",
    "orders",
  ];
  const [stored] = await cli.json(["event-types", "put", "order.created", ...fields, "--deprecated"]);
  expect(stored).toEqual({
    type: "order.created",
    description: null,
    group: "orders",
    visibility: "public",
    schema: { type: "object", required: ["id"] },
    example: { id: 1 },
    deprecated: true,
    validation: "warn",
  });
  expect(await cli.json(["event-types", "get", "order.created"])).toEqual([stored]);
  const listed = await cli.run(["event-types", "list"]);
  expect(listed.stdout).toMatch(/^TYPE +VALIDATION/);
  expect(listed.stdout).toMatch(/harbor\.test +off/);
  expect(listed.stdout).toMatch(/order\.created +warn/);
  expect(await cli.json(["event-types", "delete", "order.created"])).toEqual([
    { type: "order.created", deleted: true },
  ]);
  expect((await cli.run(["event-types", "get", "order.created"])).stderr).toContain("Event type not found");
});

test("event-types put shows where the schema is wrong", async () => {
  const { code, stderr } = await cli.run([
    "event-types",
    "put",
    "a",
    "--schema",
    '{"properties":{"a":{"type":"text"}}}',
  ]);
  expect(code).not.toBe(0);
  expect(stderr).toContain("body/schema/properties/a/type");
});
