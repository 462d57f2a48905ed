import { expect, test } from "vitest";
import { AgainstHarbor } from "./against-harbor.js";

const cli = new AgainstHarbor();

test("portal-sessions: create shows the token alone on stdout, list what is in force, revoke ends it", async () => {
  const created = await cli.run(["portal-sessions", "create", "acme", "--ttl", "60"]);
  expect(created.stdout).toMatch(/^hp_test_\w{32}\n$/);
  expect(created.stderr).toMatch(
    /^session ps_\w+ until \S+, its token shown only once:\nlink to the portal: http:\S+\/portal\/#token=hp_test_\w{32}\n$/,
  );
  const [{ id, tenant, capabilities }] = await cli.json(["portal-sessions", "list", "--tenant", "acme"]);
  expect({ tenant, capabilities }).toEqual({ tenant: "acme", capabilities: ["read"] });
  const listed = await cli.run(["portal-sessions", "list"]);
  expect(listed.stdout).toMatch(/ps_\w+ +acme +read/);
  expect(listed.stdout).not.toContain(created.stdout.trim());
  expect(await cli.json(["portal-sessions", "revoke", id])).toEqual([{ id, revoked: true }]);
  expect(await cli.json(["portal-sessions", "list", "--tenant", "acme"])).toEqual([]);
  const [managing] = await cli.json([
    ...["portal-sessions", "create", "globex", "--manage", "--ttl", "15m"],
    ...["--return-url", "https://app.globex.example/settings"],
  ]);
  expect(managing.capabilities).toEqual(["read", "manage"]);
  expect(Date.parse(managing.expires_at) - Date.parse(managing.created_at)).toBe(900_000);
  expect(managing.return_url).toBe("https://app.globex.example/settings");
  expect(await cli.json(["portal-sessions", "revoke-all", "globex"])).toEqual([
    { tenant: "globex", revoked: true },
  ]);
  expect(await cli.json(["portal-sessions", "list"])).toEqual([]);
});
