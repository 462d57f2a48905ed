import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { cacheDir } from "../../../tools/workspace.mjs";

const run = promisify(execFile);

const PROGRAM = `
import { Harbor, HarborError } from "@harbor/client";
import { createReceiver } from "@harbor/receiver";
import { signTestRequest } from "@harbor/receiver/sign-test-request";
import { generateSecret } from "@harbor/signing";

async function main(): Promise<void> {
  const secret: string = generateSecret();
  const receiver = createReceiver({ secret }).on("order.created", () => undefined);
  const { status } = await receiver.handle(signTestRequest({ secret, type: "order.created", body: {} }));
  const harbor = new Harbor({ apiKey: "hk_test_commonjs", baseUrl: "http://127.0.0.1:1", maxRetries: 0 });
  const error: unknown = await harbor.stats.get().catch((reason: unknown) => reason);
  console.log(status, error instanceof HarborError && error.code);
}
void main();
`;

/** The default of services on NestJS 10 and ts-jest: the module resolution that TypeScript 5 derives from it ignores `exports`. */
const options: ts.CompilerOptions = {
  module: ts.ModuleKind.CommonJS,
  target: ts.ScriptTarget.ES2022,
  lib: ["lib.es2022.d.ts"],
  types: ["node"],
  strict: true,
};

describe(
  'a TypeScript project with "module": "commonjs" and no moduleResolution',
  { timeout: 60_000 },
  () => {
    let folder: string;
    beforeAll(() => {
      mkdirSync(cacheDir, { recursive: true });
      folder = mkdtempSync(join(cacheDir, "commonjs-"));
      writeFileSync(join(folder, "package.json"), '{ "type": "commonjs" }');
      writeFileSync(join(folder, "program.ts"), PROGRAM);
    });
    afterAll(() => rmSync(folder, { recursive: true }));

    test("compiles", () => {
      const program = ts.createProgram([join(folder, "program.ts")], options);
      const faults = [...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
      expect(faults.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"))).toEqual([]);
    });

    test.each([
      ["in Node.js", []],
      // jest-environment-jsdom has the condition `browser` and cannot load ES modules by `require`.
      [
        "as in jest-environment-jsdom",
        ["--conditions=browser", "--conditions=require", "--no-experimental-require-module"],
      ],
    ])("runs %s", async (_where, args) => {
      const { stdout } = await run(process.execPath, [...args, "program.js"], { cwd: folder });
      expect(stdout).toBe("200 network_error\n");
    });
  },
);
