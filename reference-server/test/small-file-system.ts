import { spawnSync } from "node:child_process";
import { mkdirSync, statfsSync } from "node:fs";

/** A file system in memory that fills up soon. */
export interface SmallFileSystem {
  /** Leaves no room, while others write, until `grow`. */
  fill(): void;
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
    fill() {
      let used: number;
      do {
        const { blocks, bfree, bsize } = statfsSync(folder);
        used = (blocks - bfree) * bsize;
      } while (mount(`remount,size=${used}`) !== 0);
    },
    grow(bigger) {
      if (mount(`remount,size=${bigger}`) !== 0)
        throw new Error(`The file system did not grow to ${bigger}.`);
    },
    unmount: () => void spawnSync("umount", [folder]),
  };
}
