import { execFile } from "node:child_process";
import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, join, relative } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { FRAMEWORK_NAMES, type FrameworkName } from "../src/init/framework-names.js";
import { runInit } from "../src/init/run-init.js";
import { Cli } from "./cli.js";
import { createProject, folderOf, linkNext, PACKAGES, type ProjectOptions, root } from "./init-project.js";

const cli = new Cli();
const folder = folderOf("frameworks");

/** Node.js runs their programs as they are; those of the others are bundled. */
const SERVERS = ["express", "fastify", "hono", "nestjs", "koa", "lambda", "node-http"] as const;
const BUNDLED = FRAMEWORK_NAMES.filter((name) => !(SERVERS as readonly string[]).includes(name));
/** Their packages have default exports, which CommonJS imports in another way. */
const WITH_DEFAULTS = ["express", "fastify", "koa"] as const;
const FILES: Partial<Record<FrameworkName, Record<string, string>>> = {
  nextjs: { "app/page.js": "" },
  "nextjs-pages": { "pages/index.js": "" },
};

const STRICT = {
  target: "es2022",
  lib: ["es2023", "dom"],
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  noUnusedLocals: true,
  noEmit: true,
  skipLibCheck: true,
  types: ["node"],
  customConditions: ["@harbor/source"],
};

/** The packages' sources, as in the repository's own tests; the alias stands in for jest, which has the same functions. */
const VITEST = `const conditions = ["@harbor/source", "node", "module-sync"];
export default {
  ssr: { resolve: { conditions, externalConditions: conditions } },
  resolve: { alias: { "@jest/globals": "${folder}/jest-globals.mjs" } },
};`;
const SOURCES = { NODE_OPTIONS: `--conditions=@harbor/source --import=${import.meta.resolve("tsx")}` };

// Compilers and test runners, many at a time.
vi.setConfig({ testTimeout: 240_000 });

beforeAll(() => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "jest-globals.mjs"), 'export { expect, test, vi as jest } from "vitest";\n');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

interface Result {
  code: number;
  output: string;
}

const start = (args: readonly string[], env: Record<string, string> = {}) =>
  new Promise<Result>((resolve) => {
    const options = { cwd: folder, env: cli.environment(env) };
    execFile(process.execPath, args, options, (error, stdout, stderr) => {
      resolve({ code: Number(error?.code ?? 0), output: stdout + stderr });
    });
  });

const compile = (group: string, compilerOptions: object) => {
  writeFileSync(
    join(folder, group, "tsconfig.json"),
    JSON.stringify({ compilerOptions: { ...STRICT, ...compilerOptions } }),
  );
  return start([join(root, "node_modules/typescript/bin/tsc"), "-p", group]);
};

interface VitestReport {
  testResults: { name: string; assertionResults: { status: string; failureMessages: string[] }[] }[];
}

/** Runs all tests of a group with vitest. Returns the statuses by project. */
async function vitest(group: string): Promise<Record<string, string[]>> {
  writeFileSync(join(folder, group, "vitest.config.mjs"), VITEST);
  const report = join(folder, group, "report.json");
  const program = join(root, "node_modules/vitest/vitest.mjs");
  await start([program, "run", "--root", group, "--reporter=json", `--outputFile=${report}`]);
  const { testResults } = JSON.parse(readFileSync(report, "utf8")) as VitestReport;
  return Object.fromEntries(
    testResults.map(({ name, assertionResults }) => [
      relative(join(folder, group), name).split("/")[0],
      assertionResults.map(
        ({ status, failureMessages: [message = status] }) => message.split("\n", 1)[0] ?? "",
      ),
    ]),
  );
}

/** Creates an application of a framework, and a receiver in it. Returns the paths of the new files. */
async function init(path: string, framework: FrameworkName, options: ProjectOptions): Promise<string[]> {
  const project = createProject(`frameworks/${path}`, {
    dependencies: PACKAGES[framework],
    ...options,
    files: { ...FILES[framework], ...options.files },
  });
  if (framework.startsWith("nextjs")) linkNext(project);
  const { changes, commands } = await runInit(project, { install: true });
  expect(commands).toEqual([]);
  return changes.map((file) => join(project, file.path));
}

const isTest = (path: string) => /\.(test|spec)\.[jt]s$/.test(path);
const passed = (names: readonly string[]) =>
  Object.fromEntries(names.map((name) => [name, ["passed", "passed", "passed"]]));

test.each([
  ["servers", SERVERS, { module: "nodenext", verbatimModuleSyntax: true }],
  ["bundled", BUNDLED, { module: "esnext", moduleResolution: "bundler", verbatimModuleSyntax: true }],
] as const)(
  "TypeScript and vitest, %s: the files compile and the tests pass",
  async (group, names, options) => {
    const project = { devDependencies: ["vitest", "typescript"], files: { "tsconfig.json": "{}" } };
    await Promise.all(names.map((name) => init(`${group}/${name}`, name, project)));
    expect(await compile(group, options)).toEqual({ code: 0, output: "" });
    expect(await vitest(group)).toEqual(passed(names));
  },
);

test.each([
  ["JavaScript", { type: "module" }, FRAMEWORK_NAMES],
  ["CommonJS", { type: "commonjs" }, SERVERS],
  ["TypeScript in a CommonJS package", { type: "commonjs", files: { "tsconfig.json": "{}" } }, WITH_DEFAULTS],
] as const)("%s and node:test: the tests pass", async (title, project, names) => {
  const group = title.replaceAll(" ", "-");
  const files = await Promise.all(names.map((name) => init(`${group}/${name}`, name, project)));
  const tests = files.flat().filter(isTest);
  const { output } = await start(["--test", "--test-reporter=tap", ...tests], SOURCES);
  expect(output).toMatch(new RegExp(`^# pass ${3 * names.length}\n# fail 0$`, "m"));
  if (!("files" in project)) return;
  expect(await compile(group, { module: "nodenext" })).toEqual({ code: 0, output: "" });
});

test("a test in the words of jest passes with vitest's functions of the same names", async () => {
  const project = { devDependencies: ["jest", "@jest/globals"], files: { "tsconfig.json": "{}" } };
  await Promise.all((["express", "nestjs"] as const).map((name) => init(`jest/${name}`, name, project)));
  expect(await vitest("jest")).toEqual(passed(["express", "nestjs"]));
});

const expected = (actual: number, wanted: number) =>
  `AssertionError: expected ${actual} to be ${wanted} // Object.is equality`;

test("the test fails if the secret is another one, an event is handled twice, or the schema is missing", async () => {
  const breaks = {
    secret: [/process\.env\.\w+/, '"whsec_MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="'],
    idempotency: [/^ {2}idempotency.*\n/m, ""],
    schema: [/^ {2}events: .*\n/m, "  events: {},\n"],
  } as const;
  for (const [name, [pattern, replacement]] of Object.entries(breaks)) {
    const files = await init(`broken/${name}`, "express", { devDependencies: ["vitest"] });
    const receiver = files.find((path) => basename(path) === "harbor.js") ?? "";
    const code = readFileSync(receiver, "utf8");
    expect(code).toMatch(pattern);
    writeFileSync(receiver, code.replace(pattern, replacement));
  }
  expect(await vitest("broken")).toEqual({
    secret: [expected(401, 200), "passed", expected(401, 422)],
    idempotency: [expected(2, 1), "passed", "passed"],
    schema: ["passed", "passed", expected(200, 422)],
  });
});
