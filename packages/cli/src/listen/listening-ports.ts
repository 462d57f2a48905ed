import { execFile } from "node:child_process";
import { readdir, readFile, readlink } from "node:fs/promises";
import { promisify } from "node:util";

/** TCP ports on which a process group listens; null if the operating system does not list them. */
export async function listeningPorts(group: number): Promise<number[] | null> {
  if (process.platform === "linux") return await portsFromProc(group);
  if (process.platform === "darwin") return await portsFromLsof(group);
  return null;
}

/** Linux: the sockets that the group's processes have open, looked up in the kernel's tables of sockets. */
async function portsFromProc(group: number): Promise<number[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const inodes = new Set((await Promise.all(pids.map((pid) => socketsOf(pid, group)))).flat());
  if (inodes.size === 0) return [];
  const tables = await Promise.all(["/proc/net/tcp", "/proc/net/tcp6"].map(readOrNothing));
  return tables
    .flatMap((table) => listeners(table).filter(({ inode }) => inodes.has(inode)))
    .map(({ port }) => port);
}

async function socketsOf(pid: string, group: number): Promise<string[]> {
  // The name in parentheses may contain spaces; state, parent and group follow it.
  const [, , groupText] = (await readOrNothing(`/proc/${pid}/stat`)).replace(/^.*\) /s, "").split(" ");
  if (Number(groupText) !== group) return [];
  const descriptors = await readdir(`/proc/${pid}/fd`).catch(() => []);
  const links = await Promise.all(descriptors.map((fd) => readlink(`/proc/${pid}/fd/${fd}`).catch(() => "")));
  return links.flatMap((link) => /^socket:\[(\d+)\]$/.exec(link)?.[1] ?? []);
}

const LISTEN = "0A";

function listeners(table: string): { inode: string; port: number }[] {
  return table.split("\n").flatMap((line) => {
    const [, local = "", , state, , , , , , inode = ""] = line.trim().split(/\s+/);
    return state === LISTEN ? [{ inode, port: Number.parseInt(local.split(":")[1] ?? "", 16) }] : [];
  });
}

async function readOrNothing(path: string): Promise<string> {
  return await readFile(path, "utf8").catch(() => "");
}

async function portsFromLsof(group: number): Promise<number[] | null> {
  try {
    const { stdout } = await promisify(execFile)("lsof", [
      "-nP",
      "-a",
      "-g",
      String(group),
      "-iTCP",
      "-sTCP:LISTEN",
      "-Fn",
    ]);
    return portsInLsof(stdout);
  } catch (error) {
    // It exits with 1 if the group does not listen; without the program nothing is known.
    return (error as NodeJS.ErrnoException).code === "ENOENT" ? null : [];
  }
}

/** Of `lsof -Fn`: lines such as `n*:3000` and `n[::1]:3000`. */
export function portsInLsof(output: string): number[] {
  return [...output.matchAll(/^n.*:(\d+)$/gm)].map(([, port]) => Number(port));
}
