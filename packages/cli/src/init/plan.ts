import { posix } from "node:path";
import { usageError } from "../cli-error.js";
import { FRAMEWORKS, type Framework, type Mounting } from "./frameworks.js";
import type { FrameworkName } from "./framework-names.js";
import { guideParts } from "./guide-code.js";
import { hasDependency, type Project } from "./project.js";
import { type Setup, setupOf } from "./setup.js";
import { testModule } from "./templates/test.js";
import { packagesOf, toCommonJs, withoutTypes } from "./to-javascript.js";

export interface PlannedFile {
  /** From the project's folder, with slashes. */
  path: string;
  content: string;
  /** In the report, beside the path. */
  purpose: string;
}

/** Everything that the command will do to a project. */
export interface Plan {
  framework: Framework;
  setup: Setup;
  files: readonly PlannedFile[];
  testFile: string;
  /** The program to start, in a project that had none. */
  appFile: string | null;
  /** Whether Node.js alone does not run the files. */
  needsTsx: boolean;
  packages: readonly string[];
  devPackages: readonly string[];
  mounting: Mounting | null;
}

export interface PlanOptions {
  framework: FrameworkName;
  /** A folder or a file for the receiver. */
  place?: string | undefined;
}

export function planFor(project: Project, { framework: name, place }: PlanOptions): Plan {
  const framework = FRAMEWORKS[name];
  const planner = new Planner(project, framework);
  const receiver = planner.receiverFile(place);
  const test = framework.testFile?.(project) ?? `${receiver}.${name === "nestjs" ? "spec" : "test"}`;
  const route = framework.route?.file(project) ?? receiver;
  const files = [
    planner.file(receiver, framework.receiver(), "verifies deliveries, and handles each event once"),
    ...(framework.route === undefined ? [] : [planner.route(route, receiver)]),
    planner.test(test, route),
  ];
  const testFile = files.at(-1)?.path ?? "";
  const app = planner.app(receiver);
  const mounting = app === null ? planner.mounting(receiver) : null;
  if (app !== null) files.push(app);
  return {
    framework,
    setup: planner.setup,
    files,
    testFile,
    appFile: app?.path ?? null,
    needsTsx: planner.needsTsx(),
    mounting,
    ...planner.packages(files, testFile),
  };
}

class Planner {
  readonly setup: Setup;
  readonly #project: Project;
  readonly #framework: Framework;

  constructor(project: Project, framework: Framework) {
    this.setup = setupOf(project);
    this.#project = project;
    this.#framework = framework;
  }

  /** Without its extension. */
  receiverFile(place: string | undefined): string {
    const fixed = this.#framework.receiverFile?.(this.#project);
    if (fixed !== undefined) {
      if (place === undefined) return fixed;
      throw usageError(
        `--dir does not apply to ${this.#framework.title}: the place of a route is its URL.`,
        "leave it out, and move the files afterwards",
      );
    }
    const chosen = posix.normalize((place ?? this.#defaultFolder()).replaceAll("\\", "/")).replace(/\/$/, "");
    if (chosen.startsWith("../") || posix.isAbsolute(chosen)) {
      throw usageError(`--dir must be a path inside the project, not ${chosen}.`);
    }
    const { base, ext, dir } = posix.parse(chosen);
    if (!/^\.[cm]?[jt]sx?$/.test(ext)) return posix.join(chosen, "harbor");
    if (ext === `.${this.setup.language}`) return posix.join(dir, base.slice(0, -ext.length));
    throw usageError(`--dir is ${base}, but the project's files end with .${this.setup.language}.`);
  }

  #defaultFolder(): string {
    return this.#project.has("src") ? "src/webhooks" : "webhooks";
  }

  file(path: string, source: string, purpose: string): PlannedFile {
    const { language } = this.setup;
    const named = source.replace('name: "orders"', `name: ${JSON.stringify(this.#projectName())}`);
    const code = this.#forZod(named);
    return {
      path: `${path}.${language}`,
      content: language === "ts" ? code : this.#toJavaScript(code),
      purpose,
    };
  }

  route(path: string, receiver: string): PlannedFile {
    const code = this.#framework.route?.code() ?? "";
    const source = code.replace("../../../lib/receiver", this.#specifier(path, receiver));
    return this.file(path, source, "the route");
  }

  test(path: string, tested: string): PlannedFile {
    const { sender } = this.#framework;
    const source = testModule({ sender, setup: this.setup, specifier: this.#specifier(path, tested) });
    return this.file(path, source, "its test");
  }

  /** A program with the receiver, in a project that has none. */
  app(receiver: string): PlannedFile | null {
    const extension = `${this.setup.modules === "esm" ? "" : "m"}${this.setup.language}`;
    const path = `server.${extension}`;
    if (this.#framework.hasApp !== true || !isEmpty(this.#project, path)) return null;
    const { app } = guideParts(this.#framework.page);
    const [imports = "", rest = ""] = app.split(/\n\n(.*)/s);
    const specifier = `./${receiver}.js`;
    const content = `${imports}\nimport { harbor, receiver } from "${specifier}";\n\n${rest}`;
    return { path, content, purpose: "an application with the receiver" };
  }

  mounting(receiver: string): Mounting | null {
    const mounting = this.#framework.mounting?.(this.#project) ?? null;
    if (mounting?.needsImport !== true) return mounting;
    const from = receiver.startsWith("src/") ? "src/app" : "app";
    const specifier = this.#specifier(from, receiver);
    const line = this.#isCommonJs()
      ? `const { harbor } = require("${specifier}");`
      : `import { harbor } from "${specifier}";`;
    return { ...mounting, lines: [line, ...mounting.lines] };
  }

  /** The packages that the files import and the project lacks. */
  packages(files: readonly PlannedFile[], testFile: string): Pick<Plan, "packages" | "devPackages"> {
    const missing = (names: readonly string[]) =>
      [...new Set(names)].filter((name) => !hasDependency(this.#project, name));
    const isTypeScript = this.setup.language === "ts";
    const packages = missing(
      files.filter(({ path }) => path !== testFile).flatMap(({ content }) => packagesOf(content)),
    );
    const test = files.filter(({ path }) => path === testFile).flatMap(({ content }) => packagesOf(content));
    const dev = missing([
      ...test.filter((name) => name !== "@jest/globals" || isTypeScript),
      ...(isTypeScript ? ["@types/node", ...(this.#framework.types ?? [])] : []),
      ...(this.setup.runner === "node" && this.needsTsx() ? ["tsx"] : []),
    ]);
    return { packages, devPackages: dev.filter((name) => !packages.includes(name)) };
  }

  /** Whether Node.js alone does not run the files: TypeScript, and imports that a bundler resolves. */
  needsTsx(): boolean {
    return this.setup.language === "ts" || this.#framework.isBundled === true;
  }

  #projectName(): string {
    const name = (this.#project.manifest.name ?? "").replace(/^@.*\//, "");
    return name === "" ? "app" : name;
  }

  /** `z.int()` is new in zod 4. */
  #forZod(source: string): string {
    const { dependencies, devDependencies } = this.#project.manifest;
    const range = dependencies?.["zod"] ?? devDependencies?.["zod"] ?? "";
    return /^[\^~>=v ]*3\b/.test(range) ? source.replaceAll("z.int()", "z.number().int()") : source;
  }

  #isCommonJs(): boolean {
    const { language, modules } = this.setup;
    return language === "js" && modules === "cjs" && this.#framework.isBundled !== true;
  }

  #toJavaScript(source: string): string {
    const code = withoutTypes(source);
    return this.#isCommonJs() ? toCommonJs(code) : code;
  }

  /** How one file imports another: with the extension that the project's tools expect. */
  #specifier(from: string, to: string): string {
    const path = posix.relative(posix.dirname(from), to);
    const relative = path.startsWith(".") ? path : `./${path}`;
    return `${relative}${this.#importExtension()}`;
  }

  #importExtension(): string {
    const { language, modules } = this.setup;
    if (
      /"(?:allowImportingTsExtensions|rewriteRelativeImportExtensions)"\s*:\s*true/.test(
        this.#project.tsconfig,
      )
    ) {
      return language === "ts" ? ".ts" : ".js";
    }
    if (language === "js") return ".js";
    return modules === "esm" && this.#framework.isBundled !== true ? ".js" : "";
  }
}

const APP_FILES = ["server", "app", "index", "main"].flatMap((name) =>
  ["js", "mjs", "ts", "mts"].map((extension) => `${name}.${extension}`),
);

/** Whether a project has nothing that could be an application, apart from the one that this command wrote. */
function isEmpty({ manifest, has }: Project, written: string): boolean {
  const { main = "index.js", scripts = {} } = manifest;
  const others = [main, "src", "app", "lib", ...APP_FILES].filter((path) => path !== written);
  return !("dev" in scripts) && !("start" in scripts) && !others.some(has);
}
