import { execFileSync } from "node:child_process";
import { chmodSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { completionWords } from "../src/completion-words.js";
import { createProgram } from "../src/program.js";
import { bundle } from "./build-cli.js";
import { Cli } from "./cli.js";

const cli = new Cli();

describe("what may come next", () => {
  const words = (...typed: string[]) => completionWords(createProgram(), typed);

  test.each([
    [["eve"], ["events", "event-types"]],
    [
      ["events", ""],
      ["send", "list", "show", "replay", "erase"],
    ],
    [["deliveries", "re"], ["retry"]],
    [["deliveries", "list", "--st"], ["--status"]],
    [
      ["deliveries", "list", "--status", ""],
      ["pending", "retrying", "succeeded", "dead"],
    ],
    [["deliveries", "list", "--status", "dead", "--li"], ["--limit"]],
    [["--env", "l"], ["live"]],
    [["--env", "live", "destinations", "p"], ["pause"]],
    [
      ["completion", ""],
      ["bash", "zsh", "fish"],
    ],
    [
      ["init", "--framework", "ne"],
      ["nextjs", "nextjs-pages", "nestjs"],
    ],
    [["verify", "--body", ""], []],
    [["events", "list", "--js"], ["--json"]],
  ])("%j", (typed, expected) => {
    expect(words(...typed)).toEqual(expected);
  });

  test("every command, and nothing that is hidden", () => {
    const all = words("");
    expect(all).toContain("listen");
    expect(all.some((word) => word.startsWith("__"))).toBe(false);
  });
});

test("bash completes by asking the command", async () => {
  const { stdout: script } = await cli.run(["completion", "bash"]);
  writeFileSync(join(cli.folder, "harbor"), `#!/bin/sh\nexec "${process.execPath}" "${bundle}" "$@"\n`);
  chmodSync(join(cli.folder, "harbor"), 0o755);
  const use = `${script}
COMP_WORDS=(harbor deliveries list --status d); COMP_CWORD=4; _harbor; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const PATH = `${cli.folder}:${process.env.PATH ?? ""}`;
  const output = execFileSync("bash", ["--norc", "-c", use], {
    env: { ...cli.environment(), PATH },
    encoding: "utf8",
  });
  expect(output).toBe("dead\n");
});

test("there is a script for zsh and one for fish, and none for others", async () => {
  for (const [shell, start] of [
    ["zsh", "#compdef harbor"],
    ["fish", "# harbor completion fish"],
  ] as const) {
    expect((await cli.run(["completion", shell])).stdout.startsWith(start)).toBe(true);
  }
  expect((await cli.run(["completion", "cmd"])).code).toBe(2);
});
