import { expect, test } from "vitest";
import { AgainstHarbor } from "./against-harbor.js";

const cli = new AgainstHarbor();

test("api-keys: create shows the key alone on stdout, list its role and state, revoke ends it", async () => {
  const created = await cli.run(["api-keys", "create", "--role", "send", "--name", "shop"]);
  expect(created.stdout).toMatch(/^hk_test_\w{32}\n$/);
  expect(created.stderr).toMatch(/^send key key_\w+, shown only once:\n$/);
  const [{ id, role, name }] = await cli.json(["api-keys", "list", "--limit", "1"]);
  expect({ role, name }).toEqual({ role: "send", name: "shop" });
  expect(await cli.json(["api-keys", "revoke", id])).toEqual([{ id, revoked: true }]);
  const listed = await cli.run(["api-keys", "list"]);
  expect(listed.stdout).toMatch(/send +hk_test_\w{4}… +shop +revoked/);
  expect(listed.stdout).not.toContain(created.stdout.trim());
});
