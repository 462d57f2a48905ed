import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import type { Diagnosis } from "@harbor/signing/diagnose";
import { moment, wholeNumber } from "../arguments.js";
import { CliError, usageError } from "../cli-error.js";
import { readInput, readSecret } from "../input.js";
import { SECRET_VARIABLE } from "../listen/listen-secret.js";
import type { Output } from "../output/output.js";
import { printable } from "../output/printable.js";
import { run } from "../run.js";

interface VerifyOptions {
  body: string;
  header?: string[];
  headersFile?: string;
  secretFile?: string;
  receivedAt?: string;
  tolerance?: number;
}

export function registerVerify(program: Command): void {
  program
    .command("verify")
    .summary("check the signature of a captured request and explain a mismatch")
    .description(
      `Verifies a captured request as a receiver would and, if that fails, tries the usual mistakes one by one to find the cause. The signing secret comes from --secret-file, ${SECRET_VARIABLE} or a hidden prompt. Nothing is sent.`,
    )
    .requiredOption("--body <path>", "the body's bytes as received; - is stdin")
    .option("--header <line...>", "'Name: value', or the value of Harbor-Signature alone", headerLine)
    .option("--headers-file <path>", "all headers, one per line or as a JSON object")
    .option("--secret-file <path>", "the signing secret, or several, one per line")
    .option("--received-at <time>", "when it arrived, if captured earlier; any ignores its age", receivedAt)
    .option("--tolerance <seconds>", "the maximum age of the signature (default: 300)", wholeNumber)
    .addHelpText(
      "after",
      "\nExample:\n  $ harbor verify --body body.json --headers-file headers.txt --received-at any\n",
    )
    .action(
      run<VerifyOptions>(async ({ options, output }) => {
        if (options.body === "-" && options.headersFile === "-")
          throw usageError("Read --body or --headers-file from stdin, not both.");
        const body = await readInput(options.body);
        const headers = await readHeaders(options);
        const secret = await readSecrets(options);
        const { tolerance: toleranceSeconds } = options;
        const { diagnose } = await import("@harbor/signing/diagnose");
        const diagnosis = diagnose({
          body,
          headers,
          secret,
          toleranceSeconds,
          ...givenTime(options, headers),
        });
        show(output, diagnosis);
      }),
    );
}

const ANY_AGE = "any";

function receivedAt(text: string): string {
  return text === ANY_AGE ? text : moment(text);
}

/** `any` judges the request by the time at which it was signed. */
function givenTime(
  { receivedAt: given }: VerifyOptions,
  headers: Record<string, string[]> | string[],
): { receivedAt?: Date } {
  if (given !== ANY_AGE) return given === undefined ? {} : { receivedAt: new Date(given) };
  const [value = ""] = Array.isArray(headers) ? headers : (headers["harbor-signature"] ?? []);
  const [, seconds] = /\bt=(\d{1,12})\b/.exec(value) ?? [];
  return seconds === undefined ? {} : { receivedAt: new Date(Number(seconds) * 1000) };
}

/** A captured header; without a name it is the signature. */
function headerLine(text: string, before: string[] = []): string[] {
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+:/.test(text)) return [...before, text];
  if (/^\s*\w+=/.test(text)) return [...before, `Harbor-Signature: ${text}`];
  throw new InvalidArgumentError("It must be 'Name: value' or t=…,v1=….");
}

/** The signature alone if nothing else was captured: then the headers that `v2` covers are not checked. */
async function readHeaders(options: VerifyOptions): Promise<Record<string, string[]> | string[]> {
  const headers = await collectHeaders(options);
  const { "harbor-signature": signature, ...others } = headers;
  return signature !== undefined && Object.keys(others).length === 0 ? signature : headers;
}

async function collectHeaders({
  header = [],
  headersFile,
}: VerifyOptions): Promise<Record<string, string[]>> {
  if (header.length === 0 && headersFile === undefined) throw usageError("Give --header or --headers-file.");
  const text = headersFile === undefined ? "" : (await readInput(headersFile)).toString("utf8");
  const lines = text.trimStart().startsWith("{") ? jsonHeaders(text) : text.split(/\r?\n/);
  const headers: Record<string, string[]> = {};
  for (const line of [...lines, ...header]) {
    const [, name, value] = /^([^:\s]+):(.*)$/.exec(line) ?? [];
    if (name !== undefined) (headers[name.toLowerCase()] ??= []).push((value ?? "").trim());
  }
  return headers;
}

function jsonHeaders(text: string): string[] {
  try {
    const headers = JSON.parse(text) as Record<string, string | string[]>;
    return Object.entries(headers).flatMap(([name, values]) =>
      [values].flat().map((value) => `${name}: ${value}`),
    );
  } catch (error) {
    throw usageError(`--headers-file is not JSON: ${(error as Error).message}`);
  }
}

async function readSecrets({ secretFile, body, headersFile }: VerifyOptions): Promise<string[]> {
  if (secretFile !== undefined) {
    const lines = (await readInput(secretFile)).toString("utf8").split(/\r?\n/);
    return lines.filter((line) => line !== "");
  }
  const fromVariable = process.env[SECRET_VARIABLE];
  if (fromVariable !== undefined && fromVariable !== "") return [fromVariable];
  if (body === "-" || headersFile === "-") {
    throw usageError(`stdin is in use: give the secret with --secret-file or ${SECRET_VARIABLE}.`);
  }
  return [await readSecret("Signing secret (whsec_…)")];
}

function show(output: Output, diagnosis: Diagnosis): void {
  const { colors } = output;
  if (output.json) output.line(diagnosis);
  if (diagnosis.ok) {
    const { delivery } = diagnosis;
    output.text(
      `${colors.green("✓")} The signature is valid: signed at ${new Date(delivery.timestamp * 1000).toISOString()}`,
    );
    output.text(
      delivery.headersSigned
        ? `  The signature covers the headers: ${printable(delivery.eventType)}, ${printable(delivery.eventId)}, ${printable(delivery.deliveryId)}`
        : "  The signature does not cover event id, type and delivery id: it has no v2, or the headers were not given.",
    );
    return;
  }
  output.paragraph("✗", `${diagnosis.code}: ${diagnosis.hint}`, { style: colors.red });
  for (const { certainty, cause, detail, fix } of diagnosis.findings) {
    output.text(`\n${colors.bold(certainty)} ${colors.dim(cause)}`);
    output.paragraph(" ", detail);
    output.paragraph("  fix", fix, { style: colors.green });
  }
  throw new CliError("The signature does not verify.", {
    code: diagnosis.code,
    exit: "failure",
    remedy:
      diagnosis.code === "signature_stale" ? "--received-at any, if the request was captured earlier" : null,
  });
}
