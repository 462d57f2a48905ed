import { createHmac, randomBytes } from "node:crypto";
import { readFileSync } from "node:fs";
import { checkSecret } from "@harbor/signing";
import { CliError, usageError } from "../cli-error.js";
import { configFile, permissionWarning, writePrivateFile } from "../config/private-file.js";
import { readInput } from "../input.js";
import { warn } from "../output/warn.js";

export interface ListenSecret {
  secret: string;
  /** Where it is from, for people. */
  source: string;
}

export const SECRET_VARIABLE = "HARBOR_SIGNING_SECRET";
const SEED_BYTES = 32;

/**
 * The signing secret of `harbor listen`: from `--secret-file`, else from HARBOR_SIGNING_SECRET, else derived from the API key and a
 * random file of this machine, so that it is the same on every start.
 */
export async function listenSecret(options: { secretFile?: string; apiKey: string }): Promise<ListenSecret> {
  const { [SECRET_VARIABLE]: variable } = process.env;
  if (options.secretFile !== undefined) {
    const text = (await readInput(options.secretFile)).toString("utf8").trim();
    return checked(text, options.secretFile === "-" ? "stdin" : options.secretFile);
  }
  if (variable !== undefined && variable !== "") return checked(variable, SECRET_VARIABLE);
  const digest = createHmac("sha256", readSeed()).update(`harbor listen ${options.apiKey}`).digest("base64");
  return { secret: `whsec_${digest}`, source: "this key and machine" };
}

function checked(secret: string, source: string): ListenSecret {
  const check = checkSecret(secret);
  if (!check.ok) throw usageError(`${source}: ${check.hint}`);
  return { secret, source };
}

function readSeed(): Buffer {
  const path = configFile("listen-seed");
  try {
    return existingSeed(path) ?? newSeed(path);
  } catch (error) {
    throw new CliError(`${path} cannot be used: ${(error as Error).message}`, {
      code: "config",
      exit: "failure",
      remedy: `remove the file; or set ${SECRET_VARIABLE}`,
      cause: error,
    });
  }
}

function existingSeed(path: string): Buffer | null {
  try {
    const seed = Buffer.from(readFileSync(path, "utf8"), "base64");
    if (seed.length !== SEED_BYTES) throw new Error(`it must hold ${SEED_BYTES} bytes as base64`);
    warn(permissionWarning(path));
    return seed;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return null;
    throw error;
  }
}

/** Of two first starts at the same time, the later one uses the seed of the earlier one. */
function newSeed(path: string): Buffer {
  const seed = randomBytes(SEED_BYTES);
  try {
    writePrivateFile(path, `${seed.toString("base64")}\n`, { replace: false });
    return seed;
  } catch (error) {
    const existing = (error as NodeJS.ErrnoException).code === "EEXIST" ? existingSeed(path) : null;
    if (existing === null) throw error;
    return existing;
  }
}
