import type { Command } from "commander";
import { InvalidArgumentError } from "commander";
import type { Diagnosis } from "@harbor/signing/diagnose";
import { moment, wholeNumber } from "../arguments.js";
import { CliError, usageError } from "../cli-error.js";
import { readInput, readSecret } from "../input.js";
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

const SECRET_VARIABLE = "HARBOR_SIGNING_SECRET";

export function registerVerify(program: Command): void {
  program
    .command("verify")
    .summary("check the signature of a captured request, and say why it does not match")
    .description(
      `Checks a captured request as a receiver would and, where it fails, undoes the usual mistakes one by one to find out why. The signing secret comes from --secret-file, ${SECRET_VARIABLE} or a prompt that does not show it. Nothing is sent anywhere.`,
    )
    .requiredOption("--body <path>", "the body's bytes as they were received; - is stdin")
    .option("--header <line...>", "'Name: value', or the value of Harbor-Signature alone", headerLine)
    .option("--headers-file <path>", "all headers, a line each or as a JSON object")
    .option("--secret-file <path>", "the signing secret, or several, a line each")
    .option("--received-at <time>", "when it arrived, for one that was captured earlier", moment)
    .option("--tolerance <seconds>", "how far its timestamp may be off (default: 300)", wholeNumber)
    .addHelpText(
      "after",
      "\nExample:\n  $ harbor verify --body body.json --headers-file headers.txt --received-at 2h\n",
    )
    .action(
      run<VerifyOptions>(async ({ options, output }) => {
        if (options.body === "-" && options.headersFile === "-")
          throw usageError("stdin can be --body or --headers-file.");
        const body = await readInput(options.body);
        const headers = await readHeaders(options);
        const secret = await readSecrets(options);
        const { receivedAt, tolerance: toleranceSeconds } = options;
        const { diagnose } = await import("@harbor/signing/diagnose");
        const diagnosis = diagnose({
          body,
          headers,
          secret,
          toleranceSeconds,
          ...(receivedAt !== undefined && { receivedAt: new Date(receivedAt) }),
        });
        show(output, diagnosis);
      }),
    );
}

/** A header as it was captured. Without a name it is the signature. */
function headerLine(text: string, before: string[] = []): string[] {
  if (/^[!#$%&'*+.^_`|~0-9A-Za-z-]+:/.test(text)) return [...before, text];
  if (/^\s*\w+=/.test(text)) return [...before, `Harbor-Signature: ${text}`];
  throw new InvalidArgumentError("It must be 'Name: value' or t=…,v1=….");
}

/** The signature by itself where nothing else was captured: what `v2` covers is then not looked at. */
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
    throw usageError(`With stdin taken, the secret comes from --secret-file or ${SECRET_VARIABLE}.`);
  }
  return [await readSecret("Signing secret (whsec_…): ")];
}

function show(output: Output, diagnosis: Diagnosis): void {
  const { colors } = output;
  if (output.json) output.line(diagnosis);
  if (diagnosis.ok) {
    const { delivery } = diagnosis;
    output.text(
      `${colors.green("✓")} The signature is good: signed at ${new Date(delivery.timestamp * 1000).toISOString()}`,
    );
    output.text(
      delivery.headersSigned
        ? `  Headers are covered: ${printable(delivery.eventType)}, ${printable(delivery.eventId)}, ${printable(delivery.deliveryId)}`
        : "  Event id, type and delivery id are not covered (no v2, or the signature alone was given).",
    );
    return;
  }
  output.paragraph("✗", `${diagnosis.code}: ${diagnosis.hint}`, { style: colors.red });
  for (const { certainty, cause, detail, fix } of diagnosis.findings) {
    output.text(`\n${colors.bold(certainty)} ${colors.dim(cause)}`);
    output.paragraph(" ", detail);
    output.paragraph("  fix", fix, { style: colors.green });
  }
  throw new CliError("The signature does not verify.", { code: diagnosis.code, exit: "failure" });
}
