import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundle } from "./bundle.mjs";
import { runtimePath } from "./runtimes.mjs";

/** Local addresses are private ones, which a worker may reach only if it is said so. */
const config = ({ url, apiKey }) => `
using Workerd = import "/workerd/workerd.capnp";

const config :Workerd.Config = (
  services = [
    (name = "main", worker = .worker),
    (name = "internet", network = (allow = ["private"])),
  ],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")],
);

const worker :Workerd.Worker = (
  modules = [(name = "worker.js", esModule = embed "worker.js")],
  compatibilityDate = "2026-01-01",
  bindings = [(name = "HARBOR_BASE_URL", text = "${url}"), (name = "HARBOR_API_KEY", text = "${apiKey}")],
);
`;

/** Starts workerd with the bundled program and asks it for its results. */
export async function runInWorkerd(server) {
  const folder = await mkdtemp(join(tmpdir(), "harbor-workerd-"));
  await writeFile(join(folder, "config.capnp"), config(server));
  await writeFile(join(folder, "worker.js"), await bundle("workerd.mjs", ["workerd", "worker", "import"]));
  const stdio = ["ignore", "inherit", "inherit", "pipe"];
  const child = spawn(runtimePath("workerd"), ["serve", "config.capnp", "--control-fd=3"], {
    cwd: folder,
    stdio,
  });
  const exited = once(child, "exit");
  try {
    const early = exited.then(([code]) => Promise.reject(new Error(`workerd ended with ${code}`)));
    const [line] = await Promise.race([once(child.stdio[3].setEncoding("utf8"), "data"), early]);
    const response = await fetch(`http://127.0.0.1:${JSON.parse(line).port}/run`);
    if (!response.ok) throw new Error(`It responded with ${response.status}: ${await response.text()}`);
    return await response.json();
  } finally {
    child.kill();
    await exited;
    await rm(folder, { recursive: true });
  }
}
