/** The names that `--framework` takes; where two are found, the first is offered first. */
export const FRAMEWORK_NAMES = [
  "express",
  "fastify",
  "hono",
  "nextjs",
  "nextjs-pages",
  "nestjs",
  "koa",
  "sveltekit",
  "react-router",
  "astro",
  "lambda",
  "cloudflare-workers",
  "node-http",
] as const;

export type FrameworkName = (typeof FRAMEWORK_NAMES)[number];
