import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { test } from "vitest";
import { serveWorkerd, workerdMissing } from "../optional/workerd.js";
import { exampleSuite } from "./example-suite.js";
import { exampleFolder, fetchCustomer } from "./run-example.js";

if (workerdMissing !== undefined) test("examples/hono-workerd", (context) => context.skip(workerdMissing));
else {
  exampleSuite("hono-workerd", async (secret) => {
    const cwd = exampleFolder("hono-workerd");
    await promisify(execFile)("npm", ["run", "build"], { cwd });
    const storage = await mkdtemp(join(tmpdir(), "harbor-hono-"));
    const workerd = await serveWorkerd(cwd, {
      args: ["--socket-addr=http=127.0.0.1:0", `--directory-path=storage=${storage}`],
      env: { HARBOR_SIGNING_SECRET: secret },
    });
    const url = `${workerd.origin}/webhooks/harbor`;
    return {
      url,
      customer: (id) => fetchCustomer(url, id),
      stop: async () => {
        await workerd.kill();
        await rm(storage, { recursive: true });
      },
    };
  });
}
