import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it } from "vitest";
import { packAll } from "../pack-all.mjs";
import { readPackages } from "../../../tools/workspace.mjs";

it("packs the published packages, and not the dashboard below the server", async () => {
  const folder = mkdtempSync(join(tmpdir(), "harbor-pack-"));
  try {
    const packages = readPackages();
    const tarballs = await packAll(packages, folder);
    expect([...tarballs.keys()].sort()).toEqual(packages.map(({ name }) => name).sort());
    expect(readdirSync(folder)).toHaveLength(packages.length);
  } finally {
    rmSync(folder, { recursive: true });
  }
});
