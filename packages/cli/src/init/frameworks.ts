import { FRAMEWORK_NAMES, type FrameworkName } from "./framework-names.js";
import { guideBlock, mountingLines, type Page } from "./guide-code.js";
import { hasDependency, type Project } from "./project.js";
import { nestModule, receiverModule, receiverWithoutRoute, workerModule } from "./templates/receiver.js";
import { SENDERS } from "./templates/senders.js";
import type { Sender } from "./templates/test.js";

/** A line that the user adds to a file of the application. */
export interface Mounting {
  /** Where it belongs. */
  where: string;
  lines: readonly string[];
  /** Whether the lines use `harbor` of the receiver's file. */
  needsImport?: boolean;
}

export interface Framework {
  title: string;
  page: Page;
  /** Whether the project uses it. */
  isIn: (project: Project) => boolean;
  /** Frameworks that only serve it. */
  hides?: readonly FrameworkName[];
  /** Its bundler takes ES modules with any `type` in package.json, and resolves imports without extensions. */
  isBundled?: true;
  receiver: () => string;
  /** The file with the receiver where its place is the URL of the route; elsewhere the user chooses. */
  receiverFile?: (project: Project) => string;
  /** A file for the route alone, and what it has. */
  route?: { file: (project: Project) => string; code: () => string };
  testFile?: (project: Project) => string;
  sender: Sender;
  mounting?: (project: Project) => Mounting | null;
  /** A page with a whole application, for a project that has none. */
  hasApp?: true;
  /** Types of packages that have none of their own. */
  types?: readonly string[];
  urlPath?: string;
}

const uses = (project: Project, ...names: string[]) =>
  names.some((name) => name in (project.manifest.dependencies ?? {}));

/** `src/` if the folder is there and not beside it. */
function sourceFolder({ has }: Project, folder: string): string {
  return has(`src/${folder}`) || (has("src") && !has(folder)) ? "src/" : "";
}

/** A server, whose page has a whole application. */
function mountIn(page: Page, where: string): Pick<Framework, "mounting" | "hasApp"> {
  return { mounting: () => ({ where, lines: mountingLines(page), needsImport: true }), hasApp: true };
}

const WRANGLER_FILES = ["wrangler.toml", "wrangler.json", "wrangler.jsonc"];
const isWorker = (project: Project) =>
  hasDependency(project, "wrangler", "@cloudflare/workers-types") || WRANGLER_FILES.some(project.has);

const SERVERS = ["express", "fastify", "hono", "koa"] as const;

function nextLayout(folder: "app" | "pages", route: string, block: number) {
  return {
    page: "nextjs",
    isBundled: true,
    receiver: () => receiverWithoutRoute("node-http"),
    receiverFile: (project: Project) => `${sourceFolder(project, folder)}lib/harbor`,
    testFile: (project: Project) => `${sourceFolder(project, folder)}lib/harbor.test`,
    route: {
      file: (project: Project) => `${sourceFolder(project, folder)}${folder}/${route}`,
      code: () => guideBlock("nextjs", block),
    },
  } as const satisfies Partial<Framework>;
}

const isNext = (project: Project) => hasDependency(project, "next");
const hasPagesOnly = ({ has }: Project) =>
  (has("pages") || has("src/pages")) && !has("app") && !has("src/app");

export const FRAMEWORKS: Record<FrameworkName, Framework> = {
  express: {
    title: "Express",
    page: "express",
    isIn: (project) => uses(project, "express"),
    receiver: () => receiverModule("express"),
    sender: SENDERS.express,
    types: ["@types/express"],
    ...mountIn("express", "your app, above express.json()"),
  },
  fastify: {
    title: "Fastify",
    page: "fastify",
    isIn: (project) => uses(project, "fastify"),
    receiver: () => receiverModule("fastify"),
    sender: SENDERS.fastify,
    ...mountIn("fastify", "your app"),
  },
  hono: {
    title: "Hono",
    page: "hono",
    isIn: (project) => uses(project, "hono") && !isWorker(project),
    receiver: () => receiverModule("hono"),
    sender: SENDERS.hono,
    ...mountIn("hono", "your app, above middleware that reads bodies"),
  },
  nextjs: {
    ...nextLayout("app", "webhooks/harbor/route", 1),
    title: "Next.js, App Router",
    isIn: (project) => isNext(project) && !hasPagesOnly(project),
    sender: SENDERS.nextApp,
  },
  "nextjs-pages": {
    ...nextLayout("pages", "api/webhooks/harbor", 2),
    title: "Next.js, Pages Router",
    isIn: (project) => isNext(project) && hasPagesOnly(project),
    sender: SENDERS.nextPages,
    urlPath: "/api/webhooks/harbor",
  },
  nestjs: {
    title: "NestJS",
    page: "nestjs",
    isIn: (project) => uses(project, "@nestjs/core"),
    hides: SERVERS,
    receiver: nestModule,
    sender: SENDERS.nestjs,
    mounting: () => ({
      where: "main.ts, above app.listen()",
      lines: ['app.use("/webhooks/harbor", harbor);'],
      needsImport: true,
    }),
  },
  koa: {
    title: "Koa",
    page: "koa",
    isIn: (project) => uses(project, "koa"),
    receiver: () => receiverModule("koa"),
    sender: SENDERS.koa,
    types: ["@types/koa"],
    ...mountIn("koa", "your app, above the body parser"),
  },
  sveltekit: {
    title: "SvelteKit",
    page: "sveltekit",
    isIn: (project) => hasDependency(project, "@sveltejs/kit"),
    isBundled: true,
    receiver: () => guideBlock("sveltekit"),
    receiverFile: () => "src/routes/webhooks/harbor/+server",
    testFile: () => "src/routes/webhooks/harbor/harbor.test",
    sender: SENDERS.sveltekit,
  },
  "react-router": {
    title: "React Router or Remix",
    page: "react-router",
    isIn: (project) => hasDependency(project, "@react-router/dev", "@remix-run/dev"),
    hides: SERVERS,
    isBundled: true,
    receiver: () => guideBlock("react-router"),
    receiverFile: () => "app/routes/webhooks.harbor",
    testFile: () => "app/webhooks/harbor.test", // not in app/routes, where it could become a route
    sender: SENDERS.reactRouter,
    mounting: (project) =>
      hasDependency(project, "@react-router/fs-routes", "@remix-run/dev")
        ? null
        : { where: "app/routes.ts", lines: ['route("webhooks/harbor", "routes/webhooks.harbor.ts"),'] },
  },
  astro: {
    title: "Astro",
    page: "astro",
    isIn: (project) => hasDependency(project, "astro"),
    isBundled: true,
    receiver: () => guideBlock("astro"),
    receiverFile: () => "src/pages/webhooks/harbor",
    testFile: () => "src/webhooks/harbor.test", // not in src/pages, where it would become a page
    sender: SENDERS.astro,
  },
  lambda: {
    title: "AWS Lambda",
    page: "lambda",
    isIn: (project) => isLambda(project),
    receiver: () => guideBlock("lambda"),
    sender: SENDERS.lambda,
    mounting: () => ({
      where: "your deployment (SAM, CDK, Serverless)",
      lines: ["a function with a URL, whose handler is the export `handler` of the new file"],
    }),
  },
  "cloudflare-workers": {
    title: "Cloudflare Workers",
    page: "cloudflare-workers",
    isIn: isWorker,
    isBundled: true,
    receiver: workerModule,
    sender: SENDERS.worker,
    mounting: (project) => ({
      where: "your worker",
      lines: [uses(project, "hono") ? HONO_WORKER : PLAIN_WORKER],
      needsImport: true,
    }),
  },
  "node-http": {
    title: "node:http and other frameworks",
    page: "node-http",
    isIn: () => false,
    receiver: () => receiverModule("node-http"),
    sender: SENDERS.nodeHttp,
    ...mountIn("node-http", "your request listener, before the body is read"),
  },
};

const HONO_WORKER = 'app.all("/webhooks/harbor", (c) => harbor(c.req.raw, c.env, c.executionCtx));';
const PLAIN_WORKER =
  'if (new URL(request.url).pathname === "/webhooks/harbor") return harbor(request, env, ctx);';

const LAMBDA_FILES = ["serverless.yml", "serverless.yaml", "serverless.ts", "samconfig.toml"];

function isLambda(project: Project): boolean {
  return hasDependency(project, "@types/aws-lambda", "serverless") || LAMBDA_FILES.some(project.has);
}

/** Where other frameworks run too. */
const PLATFORMS: readonly FrameworkName[] = ["lambda", "cloudflare-workers"];

/** The frameworks that a project uses, without those that only serve or run another one of them. */
export function frameworksIn(project: Project): FrameworkName[] {
  const found = FRAMEWORK_NAMES.filter((name) => FRAMEWORKS[name].isIn(project));
  const hidden = new Set(found.flatMap((name) => FRAMEWORKS[name].hides ?? []));
  const shown = found.filter((name) => !hidden.has(name));
  const others = shown.filter((name) => !PLATFORMS.includes(name));
  return others.length > 0 ? others : shown;
}
