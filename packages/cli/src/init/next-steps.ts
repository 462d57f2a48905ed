import type { Plan } from "./plan.js";
import type { Project } from "./project.js";
import { wordsOf } from "./packages.js";

export interface NextStep {
  purpose: string;
  command: string;
}

/** The commands that lead to the first delivery. */
export function nextSteps(project: Project, plan: Plan, harbor: string): NextStep[] {
  const test = { purpose: "test the receiver", command: testCommand(plan) };
  const trigger = {
    purpose: "in another terminal: send it an event",
    command: `${harbor} trigger order.created`,
  };
  const { page, urlPath = "/webhooks/harbor" } = plan.framework;
  if (page === "lambda") {
    const create = `${harbor} destinations create https://….lambda-url.eu-central-1.on.aws${urlPath}`;
    return [test, { purpose: "after you deployed it: register its URL", command: create }, trigger];
  }
  if (page === "cloudflare-workers") {
    const target = `8787${urlPath}`;
    const secret = `echo "HARBOR_SIGNING_SECRET=$(${harbor} listen ${target} --print-secret)" >> .dev.vars`;
    return [
      test,
      { purpose: "give the secret to wrangler dev; .dev.vars must not be committed", command: secret },
      {
        purpose: "beside wrangler dev: receive deliveries on this machine",
        command: `${harbor} listen ${target}`,
      },
      trigger,
    ];
  }
  const listen = `${harbor} listen ${urlPath} -- ${startCommand(project, plan)}`;
  return [test, { purpose: "start it, and receive deliveries on this machine", command: listen }, trigger];
}

function testCommand({ setup, testFile, needsTsx }: Plan): string {
  const { exec } = wordsOf(setup.packageManager);
  switch (setup.runner) {
    case "vitest":
      return `${exec} vitest run ${testFile}`;
    case "jest": {
      const isPlainModule = setup.language === "js" && setup.modules === "esm";
      return `${isPlainModule ? "NODE_OPTIONS=--experimental-vm-modules " : ""}${exec} jest ${testFile}`;
    }
    case "node":
      return `node ${needsTsx ? "--import tsx " : ""}--test ${testFile}`;
  }
}

function startCommand({ manifest: { scripts = {}, main }, has }: Project, plan: Plan): string {
  const { run, exec } = wordsOf(plan.setup.packageManager);
  const program = plan.setup.language === "ts" ? `${exec} tsx` : "node";
  if (plan.appFile !== null) return `${program} ${plan.appFile}`;
  const script = ["dev", "start:dev", "start"].find((name) => name in scripts);
  if (script !== undefined) return `${run} ${script}`;
  const file = [main ?? "index.js", "server.js", "server.mjs", "server.mts", "server.ts"].find(has);
  return file === undefined
    ? "<the command that starts your app>"
    : `${/\.m?ts$/.test(file) ? `${exec} tsx` : "node"} ${file}`;
}
