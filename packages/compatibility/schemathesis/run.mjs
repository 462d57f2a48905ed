// `npm run test:specification`: Schemathesis compares the embedded server with openapi.yaml, in all four phases and with a fixed seed.
// schemathesis.toml and hooks.py list the differences that are intended, each with its reason.
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { startHarbor } from "@harbor/testing";
import { exitWith, printStep, runCommand } from "../../../tools/command.mjs";
import { cacheDir } from "../../../tools/workspace.mjs";

const VERSION = "4.32.5";
const SEED = "20260302";
const MIN_REQUESTS = 5000;

const folder = join(cacheDir, "schemathesis");
const bin = join(folder, "venv/bin");

/** Why Schemathesis cannot run here; undefined if it can. */
async function install() {
  mkdirSync(folder, { recursive: true });
  const steps = [
    ["python3 with venv is missing", "python3", ["-m", "venv", join(folder, "venv")]],
    ["PyPI package could not be installed", join(bin, "pip"), ["-q", "install", `schemathesis==${VERSION}`]],
  ];
  for (const [reason, command, args] of existsSync(join(bin, "st")) ? steps.slice(1) : steps) {
    const { ok, output } = await runCommand(command, args);
    if (!ok) return `${reason}: ${output.trim().split("\n").at(-1)}`;
  }
  return undefined;
}

async function runSchemathesis({ url, apiKey }) {
  const document = join(folder, "openapi.json");
  writeFileSync(document, Buffer.from(await (await fetch(`${url}/openapi.json`)).arrayBuffer()));
  const args = ["--config-file", "schemathesis.toml", "run", document];
  const options = [`--url=${url}/v1`, `--header=Authorization: Bearer ${apiKey}`, `--seed=${SEED}`];
  return runCommand(join(bin, "st"), [...args, ...options], { cwd: import.meta.dirname });
}

const reason = await install();
if (reason !== undefined) {
  process.stderr.write(`skipped: ${reason}\n`);
} else {
  const startedAt = performance.now();
  const harbor = await startHarbor();
  try {
    const { ok, output } = await runSchemathesis({
      url: harbor.url,
      apiKey: await harbor.createApiKey({ project: "schemathesis" }),
    });
    process.stdout.write(output);
    printStep(ok ? "ok" : "failed", "Schemathesis", startedAt);
    if (!ok) exitWith("Schemathesis found a difference between openapi.yaml and the server.");
    const requests = Number(/(\d+) generated/.exec(output)?.[1]);
    if (!(requests >= MIN_REQUESTS)) exitWith(`Only ${requests} requests of at least ${MIN_REQUESTS}.`);
  } finally {
    await harbor.stop();
  }
}
