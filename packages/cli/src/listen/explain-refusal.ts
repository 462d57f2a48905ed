import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseEnv } from "node:util";
import { diagnose } from "@harbor/signing/diagnose";
import { SECRET_VARIABLE } from "./listen-secret.js";
import { type DeliveryRecord, lastTry } from "./records.js";

/** Where frameworks read variables from, the first one that has the secret wins. */
const ENV_FILES = [".env.development.local", ".env.local", ".env.development", ".env"];

export interface Explanation {
  /** A finding. */
  text: string;
  fix: string | null;
}

/**
 * Says why a receiver may have refused a signature. The request itself is checked first; then the secret in the env files of the
 * folder, as the receiver probably reads it, is tried on the same bytes.
 */
export function explainRefusal(
  record: DeliveryRecord,
  { secret, folder, command }: { secret: string; folder: string; command: string | null },
): Explanation[] {
  const request = { body: record.body, headers: Object.fromEntries(lastTry(record).headers) };
  // Judged by the time at which it was sent, not by the current time.
  const now = lastTry(record).startedAt.getTime();
  const sent = diagnose({ ...request, secret, now });
  if (!sent.ok) return sent.findings.map(({ detail, fix }) => ({ text: `As it was sent: ${detail}`, fix }));
  const verified = { text: `The request that was forwarded verifies with the secret ${secret}`, fix: null };
  const found = findSecret(folder);
  if (found === null) return [verified, withoutFile(command)];
  if (found.secret === secret) return [verified, sameSecret(found.file)];
  const { findings } = diagnose({ ...request, secret: found.secret, now });
  const [first] = findings;
  return [
    verified,
    {
      text: `${SECRET_VARIABLE} in ${found.file} is another value${first === undefined ? "." : `: ${first.detail}`}`,
      fix: `Put that secret into ${found.file} and restart the receiver; or start harbor listen with the one of the file in ${SECRET_VARIABLE}.`,
    },
  ];
}

function withoutFile(command: string | null): Explanation {
  if (command !== null) {
    return {
      text: `${command} was started with that secret in ${SECRET_VARIABLE}, and no env file in this folder sets another one: the receiver does not read the variable, or replaces its value.`,
      fix: `Pass process.env.${SECRET_VARIABLE} to the receiver as its secret.`,
    };
  }
  return {
    text: `No env file in this folder sets ${SECRET_VARIABLE}: the receiver has its secret from somewhere else.`,
    fix: `Give it that secret, or let this command start it: harbor listen -- <command> sets ${SECRET_VARIABLE}.`,
  };
}

function sameSecret(file: string): Explanation {
  return {
    text: `${file} has the same secret. So the receiver was started before that, reads another variable, or verifies other bytes than it was sent.`,
    fix: "Restart the receiver. Verify the raw body, before any JSON or body parser.",
  };
}

function findSecret(folder: string): { secret: string; file: string } | null {
  for (const file of ENV_FILES) {
    const secret = readVariable(join(folder, file));
    if (secret !== null) return { secret, file };
  }
  return null;
}

function readVariable(path: string): string | null {
  try {
    const { [SECRET_VARIABLE]: value } = parseEnv(readFileSync(path, "utf8"));
    return value === undefined || value === "" ? null : value;
  } catch {
    return null;
  }
}
