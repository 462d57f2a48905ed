import { spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";

/** A file system in memory that fills up soon. */
export interface SmallFileSystem {
  /** @param size as `mount` takes it, such as `16m` */
  grow(size: string): void;
  unmount(): void;
}

/** Creates the folder and mounts it; null where mounting is not allowed. */
export function mountSmall(folder: string, size: string): SmallFileSystem | null {
  mkdirSync(folder);
  const mount = (options: string) =>
    spawnSync("mount", ["-t", "tmpfs", "-o", options, "tmpfs", folder]).status;
  if (mount(`size=${size}`) !== 0) return null;
  return {
    grow(bigger) {
      if (mount(`remount,size=${bigger}`) !== 0)
        throw new Error(`The file system did not grow to ${bigger}.`);
    },
    unmount: () => void spawnSync("umount", [folder]),
  };
}
