// Databases with many stored deliveries, as `fill.ts` leaves them.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

/** The settings of a server on a filled database, which has secrets that are encrypted with this key. */
export const FILLED_ENV = { HARBOR_ENCRYPTION_KEY: `bench:${Buffer.alloc(32, 1).toString("base64")}` };

/** Fills `database`, a new file or the URL of an empty PostgreSQL database, with `count` deliveries. */
export async function fill(database, count) {
  const script = fileURLToPath(new URL("fill.ts", import.meta.url));
  const child = spawn(
    process.execPath,
    ["--conditions=@harbor/source", "--import", "tsx", script, database, String(count)],
    { env: { ...process.env, ...FILLED_ENV }, stdio: "inherit" },
  );
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`filling ended with ${code}`);
}
