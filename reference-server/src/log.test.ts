import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const PROGRAM = `
  import { createLogger } from "${new URL("./log.ts", import.meta.url).href}";
  const log = await createLogger({ logLevel: "info" });
  const data = { code: "23514", detail: "Failing row contains (a body).", where: "$1 = 'a body'" };
  log.error({ err: Object.assign(new Error("violates check constraint"), data) }, "storing failed");
`;

test("an error of the database is logged without the values that it was given", async () => {
  const flags = ["--conditions=@harbor/source", "--import", "tsx", "--input-type=module"];
  const { stderr } = await promisify(execFile)(process.execPath, [...flags, "-e", PROGRAM]);
  expect(JSON.parse(stderr)).toMatchObject({
    level: 50,
    msg: "storing failed",
    err: { message: "violates check constraint", code: "23514" },
  });
  expect(stderr).not.toContain("a body");
});
