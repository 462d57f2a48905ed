import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { startDnsServer } from "./dns-server.js";
import { startReceiver } from "./receiver.js";

test(
  "without a free file descriptor the fault is this machine's, for an address and for a name",
  { timeout: 60_000 },
  async () => {
    const receiver = await startReceiver();
    const dns = await startDnsServer({ "host.test": ["127.0.0.1"] });
    const script = fileURLToPath(new URL("./exhaust-descriptors.ts", import.meta.url));
    const command = `ulimit -n 256; exec "$0" --conditions=@harbor/source --import tsx "$@"`;
    const urls = [receiver.url, receiver.url.replace("127.0.0.1", "host.test")];
    const { stdout } = await promisify(execFile)("bash", [
      "-c",
      command,
      process.execPath,
      script,
      dns.address,
      ...urls,
    ]);
    const result = JSON.parse(stdout) as Record<string, string[]>;
    expect(result.exhausted).toEqual(urls.map(() => expect.stringMatching(/^local_fault .*EMFILE/)));
    expect(result.recovered).toEqual(["200", "200"]);
    dns.close();
    await receiver.close();
  },
);
