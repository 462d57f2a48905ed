import { inspect } from "node:util";
import { build } from "esbuild";
import { expect, test } from "vitest";
import type { HarborError as SourceError } from "./harbor-error.js";

test("a bundled HarborError is printed with its name", async () => {
  const { outputFiles } = await build({
    entryPoints: [`${import.meta.dirname}/harbor-error.ts`],
    bundle: true,
    format: "esm",
    target: "node20",
    write: false,
  });
  const url = `data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? "")}`;
  const { HarborError } = (await import(/* @vite-ignore */ url)) as { HarborError: typeof SourceError };
  const error = new HarborError({ code: "not_found", message: "Event not found." });
  expect(inspect(error)).toMatch(/^HarborError: Event not found\.\n/);
});
