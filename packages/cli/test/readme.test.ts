import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { EXIT_CODES } from "../src/exit-codes.js";
import { createProgram } from "../src/program.js";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");

test("README.md has every exit code as --help has it", () => {
  const rows = [...readme.matchAll(/^\| (\d+) +\| (.+?) +\|$/gm)].map(([, code, meaning]) => [
    Number(code),
    meaning,
  ]);
  expect(rows).toEqual(Object.values(EXIT_CODES).map(([code, meaning]) => [code, meaning]));
});

test("README.md names every command and subcommand", () => {
  for (const command of createProgram().commands.filter((each) => !each.name().startsWith("__"))) {
    const [, row] = new RegExp(`^\\| .*?\`${command.name()}\\b(.*)$`, "m").exec(readme) ?? [];
    expect(row, command.name()).toBeDefined();
    for (const subcommand of command.commands) {
      expect(row).toMatch(new RegExp(`\\b${subcommand.name()}\\b`));
    }
  }
});
