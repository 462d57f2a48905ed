// `npm run test:clients`: generates API clients from the OpenAPI 3.0 edition with three generators, compiles them, and lets two of
// them register a destination, send an event and list its delivery. A generator whose tools are missing is skipped with the reason.
import { existsSync, mkdirSync, writeFileSync, copyFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { join } from "node:path";
import { startHarbor } from "@harbor/testing";
import { printStep, runCommand } from "../../../tools/command.mjs";
import { cacheDir, root } from "../../../tools/workspace.mjs";

const GENERATOR_VERSION = "7.14.0";
const OAPI_CODEGEN_VERSION = "v2.5.0";
const PYTHON_CLIENT_VERSION = "0.29.1";

const folder = join(cacheDir, "clients");
const jar = join(folder, `openapi-generator-cli-${GENERATOR_VERSION}.jar`);
const venv = join(folder, "venv/bin");
const specification = join(root, "reference-server/dist/openapi-3.0.json");
const here = (name) => join(import.meta.dirname, name);

/** Thrown when something that is not part of the repository is missing. */
class Missing extends Error {}

async function run(command, args, options = {}) {
  const { ok, output } = await runCommand(command, args, { cwd: folder, ...options });
  if (!ok) throw new Error(`${command} ${args.join(" ")}\n${output.slice(-4000)}`);
  return output;
}

async function need(command, args, hint) {
  const { ok, output } = await runCommand(command, args, { cwd: folder });
  if (!ok) throw new Missing(`${hint}: ${output.trim().split("\n").at(-1)}`);
}

async function needPython() {
  if (!existsSync(venv)) await need("python3", ["-m", "venv", "venv"], "python3 with venv is missing");
  const packages = [
    "urllib3>=2.1,<3",
    "python-dateutil",
    "pydantic>=2",
    `openapi-python-client==${PYTHON_CLIENT_VERSION}`,
  ];
  await need(join(venv, "pip"), ["-q", "install", ...packages], "PyPI packages could not be installed");
}

async function needGenerator() {
  await need("java", ["-version"], "java is missing");
  if (existsSync(jar)) return;
  const path = `org/openapitools/openapi-generator-cli/${GENERATOR_VERSION}/openapi-generator-cli-${GENERATOR_VERSION}.jar`;
  const response = await fetch(`https://repo1.maven.org/maven2/${path}`).catch((error) => ({
    ok: false,
    status: error.message,
  }));
  if (!response.ok) throw new Missing(`openapi-generator could not be fetched: ${response.status}`);
  writeFileSync(jar, Buffer.from(await response.arrayBuffer()));
}

async function generate(language, options) {
  rmSync(join(folder, language), { recursive: true, force: true });
  const args = ["generate", "-i", specification, "-g", language, "-o", language];
  await run("java", ["-jar", jar, ...args, `--additional-properties=packageName=harbor,${options}`]);
}

const checks = {
  async "openapi-generator: Python"(env) {
    await needGenerator();
    await needPython();
    await generate("python", "projectName=harbor");
    await run(join(venv, "python"), ["-m", "compileall", "-q", "python/harbor"]);
    await run(join(venv, "python"), [here("python_client.py")], { env: { ...env, PYTHONPATH: "python" } });
  },
  async "openapi-generator: Go"() {
    await needGenerator();
    await need("go", ["version"], "go is missing");
    await generate("go", "withGoMod=true,enumClassPrefix=true");
    await run("go", ["mod", "tidy"], { cwd: join(folder, "go") });
    await run("go", ["build", "./..."], { cwd: join(folder, "go") });
  },
  async "oapi-codegen: Go"(env) {
    const install = [
      "install",
      `github.com/oapi-codegen/oapi-codegen/v2/cmd/oapi-codegen@${OAPI_CODEGEN_VERSION}`,
    ];
    await need(
      "env",
      [`GOBIN=${join(folder, "bin")}`, "go", ...install],
      "oapi-codegen could not be installed",
    );
    const cwd = join(folder, "oapi");
    rmSync(cwd, { recursive: true, force: true });
    mkdirSync(cwd);
    const args = ["-package", "harbor", "-generate", "types,client", "-o", "harbor.go", specification];
    await run(join(folder, "bin/oapi-codegen"), args, { cwd });
    copyFileSync(here("go_client_test.go"), join(cwd, "client_test.go"));
    await run("go", ["mod", "init", "harbor"], { cwd });
    await run("go", ["mod", "tidy"], { cwd });
    await run("go", ["test", "-count=1", "./..."], { cwd, env });
  },
  async "openapi-python-client"() {
    await needPython();
    const args = ["generate", "--path", specification, "--output-path", "python-client", "--overwrite"];
    const output = await run(join(venv, "openapi-python-client"), args, {
      env: { PATH: `${venv}:${process.env.PATH}` },
    });
    if (output.includes("Warning(s)")) throw new Error(output);
    await run(join(venv, "python"), ["-m", "compileall", "-q", "python-client"]);
  },
};

mkdirSync(folder, { recursive: true });
const receiver = createServer((request, response) => request.resume().on("end", () => response.end()));
await new Promise((listening) => receiver.listen(0, "127.0.0.1", listening));
const harbor = await startHarbor();
try {
  for (const [name, check] of Object.entries(checks)) {
    const startedAt = performance.now();
    const apiKey = await harbor.createApiKey({ project: name });
    const env = {
      HARBOR_BASE_URL: `${harbor.url}/v1`,
      HARBOR_API_KEY: apiKey,
      RECEIVER_URL: `http://127.0.0.1:${receiver.address().port}/`,
    };
    const failure = await check(env).then(
      () => undefined,
      (error) => error,
    );
    const verdict = failure === undefined ? "ok" : failure instanceof Missing ? "skip" : "failed";
    printStep(verdict, name, startedAt);
    if (failure !== undefined) console.log(failure.message);
    if (verdict === "failed") process.exitCode = 1;
  }
} finally {
  receiver.close();
  await harbor.stop();
}
