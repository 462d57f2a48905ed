import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { runNode } from "../../../tools/command.mjs";
import { packAll } from "../pack-all.mjs";
import { readPackages } from "../../../tools/workspace.mjs";
import { createProject, uses } from "./project.mjs";

let tarballs: string;
let project: string;

beforeAll(async () => {
  tarballs = mkdtempSync(join(tmpdir(), "harbor-packed-"));
  const packages = readPackages();
  project = await createProject(packages, await packAll(packages, tarballs));
});
afterAll(() => {
  for (const folder of [tarballs, project]) rmSync(folder, { recursive: true });
});

test.each(uses)("the packed packages, installed in an empty project, work %s", async (_how, args) => {
  expect(await runNode(args, { cwd: project })).toMatchObject({ ok: true });
});
