import { spawnSync } from "node:child_process";
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { Cli } from "./cli.js";
import { createProject, folderOf, type ProjectOptions, writeFiles } from "./init-project.js";
import { DOWN, ENTER, Terminal } from "./terminal.js";

const cli = new Cli();
const parent = folderOf("command");
afterAll(() => rmSync(parent, { recursive: true, force: true }));

let count = 0;
const project = (options: ProjectOptions = {}) => createProject(`command/${(count += 1)}`, options);
const express = (options: ProjectOptions = {}) => project({ dependencies: ["express"], ...options });
const init = (cwd: string, ...args: string[]) => cli.run(["init", ...args], { cwd });

/** Content and time of every file of a project. */
const filesOf = (folder: string): Record<string, unknown> =>
  Object.fromEntries(
    readdirSync(folder, { recursive: true, encoding: "utf8" })
      .filter((path) => statSync(join(folder, path)).isFile())
      .map((path) => [
        path,
        [readFileSync(join(folder, path), "utf8"), statSync(join(folder, path)).mtimeMs],
      ]),
  );

describe("in a project with one framework", () => {
  test("it says in words what it wrote, where the receiver is mounted, and the three next commands", async () => {
    const folder = express({ devDependencies: ["vitest", "typescript"], files: { "src/app.ts": "" } });
    const { code, stdout, stderr } = await init(folder);
    expect([code, stderr]).toEqual([0, ""]);
    expect(stdout).toBe(`A receiver for Express · TypeScript · npm · vitest

  created     src/webhooks/harbor.ts       verifies deliveries, and handles each event once
  created     src/webhooks/harbor.test.ts  its test
  created     .env.example                 names HARBOR_SIGNING_SECRET, without a value

Add to your app, above express.json():

  import { harbor } from "./webhooks/harbor.js";
  app.use("/webhooks/harbor", harbor); // above express.json(), and for all methods

Next:

  # test the receiver
  npx vitest run src/webhooks/harbor.test.ts
  # start it, and receive deliveries on this machine
  npx harbor listen /webhooks/harbor -- npm run dev
  # in another terminal: send it an event
  npx harbor trigger order.created

listen needs a server and a test key: npx harbor server starts one, npx harbor login stores its key.
Guide: https://github.com/harbor-webhooks/harbor/blob/main/docs/receive/express.md
`);
    expect(readFileSync(join(folder, ".env.example"), "utf8")).toBe("HARBOR_SIGNING_SECRET=\n");
  });

  test("a second run changes nothing, and says so", async () => {
    const folder = express();
    await init(folder);
    const before = filesOf(folder);
    const { code, stdout } = await init(folder);
    expect(code).toBe(0);
    expect(stdout).toContain("Nothing to do: the receiver is there already.");
    expect(stdout).not.toMatch(/^ {2}(created|changed|ran)/m);
    expect(filesOf(folder)).toEqual(before);
  });

  test("a file that differs is kept, and nothing else is written; --force overwrites it", async () => {
    const folder = express({ files: { "webhooks/harbor.js": "// mine\n", ".env.example": "A=1" } });
    const before = filesOf(folder);
    const { code, stdout, stderr } = await init(folder);
    expect([code, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      "error: webhooks/harbor.js exists and differs from what would be written. Nothing was written. (usage)\n" +
        "  try     --force overwrites it, --dry-run shows the files\n",
    );
    expect(filesOf(folder)).toEqual(before);

    const forced = await init(folder, "--force");
    expect(forced.stdout).toMatch(
      /overwritten webhooks\/harbor\.js .*\n {2}created .*\n {2}changed +\.env\.example/,
    );
    expect(readFileSync(join(folder, "webhooks/harbor.js"), "utf8")).toContain("createReceiver");
    expect(readFileSync(join(folder, ".env.example"), "utf8")).toBe("A=1\nHARBOR_SIGNING_SECRET=\n");
  });

  test("--dry-run prints the files and writes nothing", async () => {
    const folder = project({ dependencies: ["fastify"], devDependencies: ["typescript"] });
    const before = filesOf(folder);
    const { code, stdout } = await init(folder, "--dry-run");
    expect(code).toBe(0);
    expect(stdout).toContain("Nothing was written.");
    expect(stdout).toContain("  export const harbor = fastifyAdapter(receiver);\n");
    expect(stdout).toContain('test("a request with another secret is refused"');
    expect(filesOf(folder)).toEqual(before);
  });

  test("--dir takes a folder or a file inside the project, and applies only where the place is free", async () => {
    const folder = express();
    await init(folder, "--dir", "lib/hooks/");
    await init(folder, "--dir", "lib/events.js");
    expect(Object.keys(filesOf(join(folder, "lib"))).toSorted()).toEqual([
      "events.js",
      "events.test.js",
      "hooks/harbor.js",
      "hooks/harbor.test.js",
    ]);
    expect((await init(folder, "--dir", "../other")).stderr).toContain(
      "--dir must be a path inside the project",
    );
    expect((await init(folder, "--dir", "lib/x.ts")).stderr).toContain("the project's files end with .js");
    const astro = project({ dependencies: ["astro"] });
    expect((await init(astro, "--dir", "lib")).stderr).toContain("the place of a route is its URL");
  });

  test("--json has files, commands and lines as one object", async () => {
    const [result] = await cli.json(["init"], { cwd: express({ type: "commonjs" }) });
    expect(result).toMatchObject({
      framework: "Express",
      language: "js",
      test_runner: "node",
      files: [{ path: "webhooks/harbor.js", state: "create" }, {}, {}],
      mount: {
        lines: ['const { harbor } = require("./webhooks/harbor.js");', expect.stringMatching(/^app\.use/)],
      },
      next: ["node --test webhooks/harbor.test.js", expect.any(String), expect.any(String)],
    });
  });

  test("a test for jest in CommonJS declares nothing that jest declares", async () => {
    const folder = express({ type: "commonjs", devDependencies: ["jest"] });
    await init(folder);
    expect(readFileSync(join(folder, "webhooks/harbor.test.js"), "utf8")).not.toContain("@jest/globals");
  });

  test("the files say z.number().int() in a project with zod 3, and have the project's name", async () => {
    const folder = express();
    const path = join(folder, "package.json");
    writeFileSync(
      path,
      readFileSync(path, "utf8").replace('"zod":"*"', '"zod":"^3.23.0"').replace("shop", "@acme/shop"),
    );
    await init(folder);
    const code = readFileSync(join(folder, "webhooks/harbor.js"), "utf8");
    expect(code).toContain("amount_cents: z.number().int()");
    expect(code).toContain('name: "shop"');
  });
});

describe("packages", () => {
  /** A package manager that writes its arguments to a file, and ends with a code. */
  function fakeManager(name: string, code = 0): Record<string, string> {
    const bin = join(cli.folder, `bin-${(count += 1)}`);
    mkdirSync(bin);
    writeFileSync(join(bin, name), `#!/bin/sh\necho "$@" >> log\necho noise\nexit ${code}\n`);
    chmodSync(join(bin, name), 0o755);
    return { PATH: `${bin}:${process.env["PATH"] ?? ""}` };
  }
  const bare = (files: Record<string, string> = {}) => {
    const manifest = {
      type: "module",
      scripts: { start: "x" },
      dependencies: { koa: "3" },
      devDependencies: { typescript: "5" },
    };
    const folder = project();
    writeFiles(folder, { "package.json": JSON.stringify(manifest), ...files });
    return folder;
  };

  test("that are missing are added with the project's package manager", async () => {
    const folder = bare({ "pnpm-lock.yaml": "" });
    const { code, stdout, stderr } = await cli.run(["init"], { cwd: folder, env: fakeManager("pnpm") });
    expect([code, stderr]).toEqual([0, "noise\nnoise\n"]);
    const added = ["add @harbor/receiver zod", "add --save-dev @types/node @types/koa tsx"];
    expect(readFileSync(join(folder, "log"), "utf8")).toBe(`${added.join("\n")}\n`);
    expect(stdout).toContain(`ran         pnpm ${added[0] ?? ""}\n`);
    expect(stdout).toContain("pnpm exec harbor listen /webhooks/harbor -- pnpm start\n");
  });

  test("are left out with --no-install, and the command is printed", async () => {
    const folder = bare({ "yarn.lock": "" });
    const { stdout } = await cli.run(["init", "--no-install"], { cwd: folder, env: fakeManager("yarn") });
    expect(existsSync(join(folder, "log"))).toBe(false);
    expect(stdout).toContain(
      "Install the packages:\n\n  yarn add @harbor/receiver zod\n  yarn add --dev @types/node",
    );
  });

  test("that cannot be installed are an error with the command to repeat; the files are there", async () => {
    const folder = bare();
    const { code, stderr } = await cli.run(["init"], { cwd: folder, env: fakeManager("npm", 7) });
    expect(code).toBe(1);
    expect(stderr).toContain(
      "npm install @harbor/receiver zod: ended with 7. The files are written; packages are missing.",
    );
    expect(stderr).toMatch(/try +npm install @harbor\/receiver zod && npm install --save-dev/);
    expect(existsSync(join(folder, "webhooks/harbor.ts"))).toBe(true);
    const missing = await cli.run(["init"], { cwd: bare({ "bun.lock": "" }), env: { PATH: "/nowhere" } });
    expect(missing.stderr).toContain("spawn bun ENOENT");
  });
});

describe("without a clear framework", () => {
  test("two of them are an error that names the option, without a terminal", async () => {
    const folder = project({ dependencies: ["next", "express"] });
    const { code, stderr } = await init(folder);
    expect(code).toBe(2);
    expect(stderr).toContain("package.json has more than one framework: express, nextjs.");
    expect(stderr).toContain("choose with --framework: express or nextjs");
    expect((await init(folder, "--framework", "express")).code).toBe(0);
    expect((await init(folder, "--framework", "rails")).stderr).toContain(
      "Allowed choices are express, fastify",
    );
  });

  test("a terminal asks which one", async () => {
    const folder = project({ dependencies: ["fastify", "koa"] });
    const terminal = new Terminal(cli, ["init"], { cwd: folder });
    await terminal.untilScreen(/Which one receives the events\?[^]*Fastify[^]*Koa/);
    terminal.type(DOWN);
    await terminal.untilScreen(/● Koa/);
    terminal.type(ENTER);
    expect(await terminal.exit()).toBe(0);
    expect(readFileSync(join(folder, "webhooks/harbor.js"), "utf8")).toContain("koaAdapter");
  });

  test("--yes asks nothing in a terminal either, and an unknown framework gets node:http", async () => {
    const terminal = new Terminal(cli, ["init", "--yes"], { cwd: project() });
    expect(await terminal.exit()).toBe(0);
    expect(terminal.text).toContain("A receiver for node:http and other frameworks");
  });

  test("the root of a workspace is an error", async () => {
    const folder = project();
    writeFiles(folder, { "package.json": '{"workspaces":["apps/*"]}' });
    const { code, stderr } = await init(folder);
    expect(code).toBe(2);
    expect(stderr).toContain("This is the root of a workspace (apps/*)");
    expect(stderr).toMatch(/try +cd to the package/);
  });
});

describe("in an empty project", () => {
  test.each([
    ["module", "server.js"],
    ["commonjs", "server.mjs"],
  ] as const)("with type %s it also writes a program, and a second run keeps it", async (type, server) => {
    const folder = express({ type, scripts: {} });
    const { stdout } = await init(folder);
    expect(stdout).toMatch(new RegExp(`created +${server} +an application with the receiver\n`));
    expect(stdout).toContain(`npx harbor listen /webhooks/harbor -- node ${server}\n`);
    expect(stdout).not.toContain("Add to");
    expect((await init(folder)).stdout).toContain("Nothing to do");
    const checked = spawnSync(process.execPath, ["--check", server], { cwd: folder, encoding: "utf8" });
    expect(checked.stderr).toBe("");
  });
});

describe("an error", () => {
  test("without a package.json names the remedy", async () => {
    const { code, stderr } = await init(cli.folder);
    expect(code).toBe(2);
    expect(stderr).toContain(`There is no package.json in ${cli.folder}.`);
    expect(stderr).toContain("npm init -y");
    const below = join(express(), "src");
    mkdirSync(below);
    expect((await init(below)).stderr).toMatch(/try +cd \.\., where the next package\.json is/);
  });

  test("in a package.json that is not JSON names the file", async () => {
    const folder = express();
    writeFiles(folder, { "package.json": "{" });
    expect((await init(folder)).stderr).toMatch(/package\.json cannot be read: .*JSON/);
  });

  test("for a path that cannot be written names it", async () => {
    const folder = express({ files: { webhooks: "a file, where a folder is needed" } });
    const { code, stderr } = await init(folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/webhooks\/harbor\.js cannot be written: E/);
  });
});
