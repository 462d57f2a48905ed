import { execFile } from "node:child_process";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Inbox } from "@harbor/testing";
import { build } from "esbuild";
import { expect, test } from "vitest";
import { bundle } from "../../test/build-cli.js";

const script = join(dirname(bundle), "exhaust-descriptors.mjs");

test.each(["127.0.0.1", "localhost"])(
  "without a free file descriptor %s is not blamed, and the request is repeated",
  async (host) => {
    // Bundled, because a loader of TypeScript opens and closes files meanwhile.
    const source = fileURLToPath(new URL("../../test/exhaust-descriptors.ts", import.meta.url));
    await build({ entryPoints: [source], outfile: script, bundle: true, platform: "node", format: "esm" });
    const inbox = await Inbox.open();
    const url = inbox.url.replace("127.0.0.1", host);
    const command = ["-c", 'ulimit -n 256; exec "$0" "$@"', process.execPath, script, url];
    const { stdout } = await promisify(execFile)("bash", command).finally(() => inbox.close());
    expect(JSON.parse(stdout)).toEqual({ exhausted: "timeout EMFILE", faults: ["EMFILE"], recovered: "200" });
    expect(inbox.received).toHaveLength(1);
  },
);
