import { chmodSync, linkSync, mkdirSync, renameSync, rmSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import envPaths from "env-paths";

/** A file in the user's folder for settings; `HARBOR_CONFIG_DIR` names another folder. */
export function configFile(name: string): string {
  const { HARBOR_CONFIG_DIR: folder } = process.env;
  return join(
    folder === undefined || folder === "" ? envPaths("harbor", { suffix: "" }).config : folder,
    name,
  );
}

/**
 * Writes a file that only its owner can read at any moment: it gets its mode before it gets its name. With `replace: false` an
 * existing file stays as it is and EEXIST is thrown.
 */
export function writePrivateFile(path: string, text: string, { replace = true } = {}): void {
  const folder = dirname(path);
  const temporary = `${path}.${process.pid}`;
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  try {
    writeFileSync(temporary, text, { mode: 0o600, flag: "wx" });
    if (replace) renameSync(temporary, path);
    else linkSync(temporary, path);
  } finally {
    rmSync(temporary, { force: true });
  }
}

/** The warning for a file that other users of the machine can read or change, or null. */
export function permissionWarning(path: string): string | null {
  if (process.platform === "win32") return null;
  const mode = statSync(path).mode & 0o777;
  if ((mode & 0o077) === 0) return null;
  return `${path} can be read or changed by other users (mode ${mode.toString(8).padStart(4, "0")}): chmod 600 ${path}`;
}
