import type {
  DestinationInput,
  DestinationStatus,
  RetryPolicyInput,
  SignatureScheme,
  UpdatedDestination,
} from "@harbor/client";
import { type Command, Option } from "commander";
import { given, wholeNumber } from "../arguments.js";
import { usageError } from "../cli-error.js";
import { asObject, readJsonFile, readJsonObject } from "../input.js";
import type { Field, Output } from "../output/output.js";
import { run } from "../run.js";
import { destinationFields, showKey } from "./destination-view.js";

interface FieldOptions {
  url?: string;
  name?: string;
  timeout?: number;
  maxConcurrent?: number;
  retryPolicy?: string;
  metadata?: string;
  headersFile?: string;
  signature?: SignatureScheme;
}

interface CreateOptions extends FieldOptions {
  tenant?: string;
}

interface UpdateOptions extends FieldOptions {
  gracePeriodDays?: number;
}

export function registerDestinationChanges(destinations: Command): void {
  registerCreate(destinations);
  registerUpdate(destinations);
  registerStatus(destinations, {
    name: "pause",
    status: "paused",
    about: "Pauses a destination: first attempts are held, scheduled retries continue.",
  });
  registerStatus(destinations, {
    name: "resume",
    status: "active",
    about: "Resumes a destination; held deliveries are sent first.",
  });
}

function withFields(command: Command): Command {
  return command
    .option("--name <name>", "a display name")
    .option("--timeout <seconds>", "time limit of an attempt, 1-120", wholeNumber)
    .option("--max-concurrent <count>", "maximum number of concurrent requests, 1-1000", wholeNumber)
    .option("--retry-policy <json>", "fields of the retry policy, or @file")
    .option("--metadata <json>", "a JSON object, or @file")
    .addOption(
      new Option("--signature <scheme>", "the headers that prove a delivery (default: harbor)").choices([
        "harbor",
        "standard",
        "standard_ed25519",
      ]),
    )
    .option("--headers-file <path>", "a JSON object of extra headers for each request; - is stdin");
}

function registerCreate(destinations: Command): void {
  withFields(destinations.command("create <url>"))
    .option("--tenant <tenant>", "the tenant that it belongs to, which cannot be changed")
    .description("Registers a destination. Its signing secret is shown only once, alone on stdout.")
    .addHelpText(
      "after",
      "\nExample:\n  $ harbor destinations create https://shop.example/hooks > signing-secret\n",
    )
    .action(
      run<CreateOptions, [string]>(async ({ options, output, connect }, url) => {
        const { tenant } = options;
        const input: DestinationInput = { url, ...given({ tenant }), ...(await fieldsOf(options)) };
        const created = await connect().client.destinations.create(input);
        if (output.json) output.line(created);
        else showKey(output, created);
      }),
    );
}

function registerUpdate(destinations: Command): void {
  withFields(destinations.command("update <destination>").option("--url <url>", "the new URL"))
    .option(
      "--grace-period-days <days>",
      "with --signature: 0-30 days of both (default: 7); 0 ends all earlier keys at once",
      wholeNumber,
    )
    .description(
      "Changes the given fields. A new secret, after a change from standard_ed25519, is shown only once.",
    )
    .action(
      run<UpdateOptions, [string]>(async ({ options, output, connect }, id) => {
        const changes = { ...given({ url: options.url }), ...(await fieldsOf(options)) };
        if (Object.keys(changes).length === 0) throw usageError("Give at least one field to change.");
        const grace = given({ grace_period_days: options.gracePeriodDays });
        const destination = await connect().client.destinations.update(id, { ...changes, ...grace });
        output.record(destination, updatedFields(destination, output));
      }),
    );
}

function updatedFields(destination: UpdatedDestination, output: Output): Field[] {
  const { signing_secret: secret } = destination;
  const fields = destinationFields(destination, output);
  return secret === null ? fields : [...fields, ["signing secret", secret]];
}

function registerStatus(
  destinations: Command,
  { name, status, about }: { name: string; status: DestinationStatus; about: string },
): void {
  destinations
    .command(`${name} <destination>`)
    .description(about)
    .action(
      run<object, [string]>(async ({ output, connect }, id) => {
        const destination = await connect().client.destinations.update(id, { status });
        output.done(`${destination.id} is ${destination.status}`, destination);
      }),
    );
}

async function fieldsOf(options: FieldOptions): Promise<Omit<DestinationInput, "url">> {
  const { retryPolicy, metadata, headersFile } = options;
  return given({
    name: options.name,
    signature: options.signature,
    timeout_seconds: options.timeout,
    max_concurrent_deliveries: options.maxConcurrent,
    // The server validates the fields.
    retry_policy:
      retryPolicy === undefined
        ? undefined
        : ((await readJsonObject(retryPolicy, "--retry-policy")) as RetryPolicyInput),
    metadata: metadata === undefined ? undefined : await readJsonObject(metadata, "--metadata"),
    headers: headersFile === undefined ? undefined : await readHeadersFile(headersFile),
  });
}

async function readHeadersFile(path: string): Promise<Record<string, string>> {
  const headers = asObject(await readJsonFile(path, "--headers-file"), "--headers-file");
  for (const [name, value] of Object.entries(headers)) {
    if (typeof value !== "string") throw usageError(`--headers-file: the value of ${name} must be a string.`);
  }
  return headers as Record<string, string>;
}
