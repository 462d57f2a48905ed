import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Inbox } from "@harbor/testing";
import { expect, test } from "vitest";

test("without a free file descriptor the fault is this machine's, and the request is repeated", async () => {
  const inbox = await Inbox.open();
  const script = fileURLToPath(new URL("../../test/exhaust-descriptors.ts", import.meta.url));
  const command = `ulimit -n 256; exec "$0" --conditions=@harbor/source --import tsx "$@"`;
  const urls = [inbox.url, inbox.url.replace("127.0.0.1", "localhost")];
  try {
    const { stdout } = await promisify(execFile)("bash", ["-c", command, process.execPath, script, ...urls]);
    const expected = { exhausted: "timeout EMFILE", faults: ["EMFILE"], recovered: "200" };
    expect(JSON.parse(stdout)).toEqual(urls.map(() => expected));
    expect(inbox.received).toHaveLength(urls.length);
  } finally {
    await inbox.close();
  }
});
