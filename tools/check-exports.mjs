// `npm run check:exports`: builds what is not current, packs every published package, looks at it as its users' tools will, and
// installs and uses it as they will.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { checkInstalled } from "./check-installed.mjs";
import { exitWith, runNode } from "./command.mjs";
import { ensureBuilt } from "./ensure-built.mjs";
import { packAll } from "./pack-all.mjs";
import { createPool } from "./pool.mjs";
import { binPath, cacheDir, readJson, readPackages, root } from "./workspace.mjs";

async function lintExports({ dir }, tarballPath) {
  const tarball = new Uint8Array(readFileSync(tarballPath)).buffer;
  const { messages } = await publint({ pack: { tarball }, strict: true });
  const manifest = readJson(join(root, dir, "package.json"));
  return messages.map((message) => formatMessage(message, manifest, { color: false }) ?? message.code);
}

async function checkTypes(tarballPath) {
  const { ok, output } = await runNode([binPath("@arethetypeswrong/cli", "attw"), tarballPath]);
  return ok ? [] : [output];
}

await ensureBuilt();
const packages = readPackages();
const tarballs = await packAll(packages, join(cacheDir, "pack"));

const pool = createPool();
const installed = checkInstalled(packages, tarballs);
const problems = await Promise.all(
  packages.map(async (entry) => {
    const tarball = tarballs.get(entry.name);
    const found = [...(await lintExports(entry, tarball)), ...(await pool(() => checkTypes(tarball)))];
    return found.map((problem) => `${entry.name}: ${problem}`);
  }),
);
const found = [...problems.flat(), ...(await installed)];
if (found.length > 0) exitWith(found.join("\n"));
