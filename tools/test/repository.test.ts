import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { parse } from "yaml";
import { readJson, readPackages, root } from "../workspace.mjs";

interface Workflow {
  permissions: Record<string, string>;
  jobs: Record<string, { uses?: string; steps?: { run?: string; with?: Record<string, string> }[] }>;
}

const folder = join(root, ".github/workflows");
const workflows = readdirSync(folder).map(
  (name) => [name, parse(readFileSync(join(folder, name), "utf8")) as Workflow] as const,
);
const { scripts } = readJson(join(root, "package.json")) as { scripts: Record<string, string> };

it.each(workflows)("%s runs what the repository has", (_, { jobs }) => {
  const steps = Object.values(jobs).flatMap((job) => job.steps ?? []);
  const commands = steps.flatMap(({ run }) => run ?? []);
  for (const command of commands) {
    const script = /^bash (\S+)$/.exec(command)?.[1];
    const npmScript = /^npm run (\S+)$/.exec(command)?.[1];
    if (script !== undefined) expect(existsSync(join(root, script)), command).toBe(true);
    else if (npmScript !== undefined) expect(scripts, command).toHaveProperty([npmScript]);
    else expect(command).toMatch(/^npm ci /);
  }
  for (const { uses } of Object.values(jobs))
    if (uses !== undefined) expect(existsSync(join(root, uses))).toBe(true);
});

it.each(workflows)("%s may only read, unless one of its jobs says otherwise", (_, { permissions }) => {
  expect(permissions).toEqual({ contents: "read" });
});

it("runs .ci/run for each change, and .ci/wide before a release", () => {
  const runs = (name: string) => JSON.stringify(workflows.find(([file]) => file === name));
  expect(runs("ci.yml")).toContain('"run":"bash .ci/run"');
  expect(runs("wide.yml")).toContain('"run":"bash .ci/wide"');
  expect(runs("release.yml")).toContain('"needs":"wide"');
});

it("names the repository in each package, or npm would refuse its provenance", () => {
  for (const { dir } of readPackages()) {
    expect(readJson(join(root, dir, "package.json")), dir).toMatchObject({
      repository: { url: "git+https://github.com/harbor-webhooks/harbor.git", directory: dir },
      publishConfig: { access: "public", provenance: true },
    });
  }
});
