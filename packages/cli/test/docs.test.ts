import { execFile } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Inbox } from "@harbor/testing";
import type { Command } from "commander";
import { expect, test, vi } from "vitest";
import { createProgram } from "../src/program.js";
import { AgainstHarbor } from "./against-harbor.js";
import { bundle } from "./build-cli.js";

const run = promisify(execFile);

const root = new URL("../../../", import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), "utf8");
const pages = ["README.md"].concat(
  readdirSync(new URL("docs/", root), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".md"))
    .map((path) => `docs/${path}`),
);

const FENCE = /^ *```(?:sh|bash)?\n(.*?)^ *```$/gms;
const IN_BLOCK = /^ *(?:\$ )?(?:npx )?harbor ((?:'[^']*'|"[^"]*"|[^\n|#'"])+)/gm;
/** Not the line that the server prints when it is ready. */
const INLINE = /`(?:npx )?harbor (?!ready )((?:'[^']*'|"[^"]*"|[^`\n|'"])+)`/g;

/** Commands in code: at the start of a line of a block, or of an inline piece. */
function commandsIn(markdown: string): string[] {
  const blocks = [...markdown.matchAll(FENCE)].map(([, code]) => code ?? "").join("\n");
  const matches = [...blocks.matchAll(IN_BLOCK), ...markdown.matchAll(INLINE)];
  return matches.map(([, words]) => (words ?? "").replace(/ > .*/, "").trim());
}

const program = createProgram();

/** The first thing about a command line that the program does not have. */
function faultOf(line: string): string | undefined {
  let command: Command = program;
  for (const word of line.replaceAll(/'[^']*'|"[^"]*"/g, "value").split(/\s+/)) {
    if (word === "--") return undefined;
    if (word.startsWith("--")) {
      const known = [...command.options, ...program.options].map(({ long }) => long);
      if (!known.includes(word)) return `${line}: unknown option ${word}`;
    } else if (command.commands.length > 0) {
      const next = command.commands.find((each) => each.name() === word);
      if (next === undefined) return `${line}: unknown command ${word}`;
      command = next;
    }
  }
  return undefined;
}

test("every harbor command in the documentation exists, with its options", () => {
  const lines = pages.flatMap((path) => commandsIn(read(path)));
  expect(lines.length).toBeGreaterThan(60);
  expect(lines.flatMap((line) => faultOf(line) ?? [])).toEqual([]);
  expect(faultOf("deliveries lst")).toBe("deliveries lst: unknown command lst");
  expect(faultOf("dlq replay --al")).toBe("dlq replay --al: unknown option --al");
});

const cli = new AgainstHarbor();

test("the commands of docs/quickstart.md, in order, deliver an event", async () => {
  const [block = ""] = /(?<=^```bash\n).*?(?=^```$)/ms.exec(read("docs/quickstart.md")) ?? [];
  const inbox = await Inbox.open();
  const env: Record<string, string> = { RECEIVER_URL: inbox.url };
  for (const line of block.trim().split("\n")) {
    const command = line.replace("npx harbor", `"${process.execPath}" "${bundle}"`);
    const { stdout, stderr } = await run("sh", ["-c", command], {
      cwd: cli.folder,
      env: cli.environment(env),
    });
    env["DESTINATION_ID"] ??= /dest_\w{26}/.exec(stderr)?.[0] ?? "";
    if (line.includes("events send")) {
      const received = await inbox.next();
      expect(received.body.toString()).toBe('{ "order_id": "ord_123", "amount_cents": 4500 }');
      await cli.harbor.waitForDelivery(received.deliveryId, { status: "succeeded" });
    }
    if (line.includes("deliveries list")) expect(stdout).toMatch(/order\.created +dest_\w+ +succeeded +200/);
  }
  expect(readFileSync(join(cli.folder, "signing-secret"), "utf8")).toMatch(/^whsec_\S+\n$/);
  await inbox.close();
});

test("the commands of docs/receive/express.md: listen starts the receiver, and trigger delivers an event to it", async () => {
  const [code = ""] = /(?<=^```ts\n).*?(?=^```$)/ms.exec(read("docs/receive/express.md")) ?? [];
  const folder = fileURLToPath(new URL(".cache/docs-listen/", root)); // below the root, where it finds Express
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, "receiver.ts"), code);
  const tsx = fileURLToPath(new URL("node_modules/tsx/dist/cli.mjs", root));
  const receiver = [process.execPath, tsx, join(folder, "receiver.ts")];
  const listening = cli.start(["listen", "/webhooks/harbor", "--", ...receiver]);
  const until = async (wanted: RegExp) =>
    await vi.waitUntil(() => wanted.test(listening.stdout), { timeout: 20_000, interval: 20 });
  await until(/forwarding to/);
  expect((await cli.run(["trigger", "order.created"])).code).toBe(0);
  await until(/│ evt_\w+ ord_\w+ 4500\n/);
  await until(/ 200 {2}order\.created {2}evt_\w+/);
  listening.kill("SIGINT");
  await listening.finished;
  rmSync(folder, { recursive: true });
});
