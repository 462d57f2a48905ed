import type {
  DestinationInput,
  DestinationStatus,
  Ordering,
  RetryPolicyInput,
  SignatureScheme,
  UpdatedDestination,
} from "@harbor/client";
import { type Command, Option } from "commander";
import { given, numberOrNone, wholeNumber } from "../arguments.js";
import { usageError } from "../cli-error.js";
import { asObject, readInput, readJsonFile, readJsonObject } from "../input.js";
import type { Field, Output } from "../output/output.js";
import { run } from "../run.js";
import { destinationFields, showKey } from "./destination-view.js";

interface FieldOptions {
  url?: string;
  name?: string;
  timeout?: number;
  maxConcurrent?: number;
  maxPerSecond?: number | "none";
  ordering?: Ordering;
  retryPolicy?: string;
  metadata?: string;
  headersFile?: string;
  signature?: SignatureScheme;
}

interface CreateOptions extends FieldOptions {
  tenant?: string;
  subscribe?: string[];
  secretFile?: string;
}

interface UpdateOptions extends FieldOptions {
  gracePeriodDays?: number;
}

export function registerDestinationChanges(destinations: Command): void {
  registerCreate(destinations);
  registerApply(destinations);
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
    .option("--max-per-second <rate>", "maximum requests per second, 0.1-10000, or none", numberOrNone)
    .addOption(
      new Option(
        "--ordering <order>",
        "key: events with the same ordering key one at a time, in order",
      ).choices(["none", "key"]),
    )
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

function withCreateOptions(command: Command): Command {
  return withFields(command)
    .option("--tenant <tenant>", "the tenant that it belongs to, which cannot be changed")
    .option("--subscribe <pattern...>", "event types that it gets, such as order.**")
    .option("--secret-file <path>", "use this signing secret, which its receiver has already; - is stdin");
}

function registerCreate(destinations: Command): void {
  withCreateOptions(destinations.command("create <url>"))
    .option("--uid <uid>", "a name of your own, unique in the environment")
    .description("Registers a destination. Its signing secret is shown only once, alone on stdout.")
    .addHelpText(
      "after",
      "\nExample:\n  $ harbor destinations create https://shop.example/hooks > signing-secret\n",
    )
    .action(
      run<CreateOptions & { uid?: string }, [string]>(async ({ options, output, connect }, url) => {
        const { uid } = options;
        const input = { url, ...given({ uid }), ...(await createInputOf(options)) };
        const created = await connect().client.destinations.create(input);
        if (output.json) output.line(created);
        else showKey(output, created);
      }),
    );
}

function registerApply(destinations: Command): void {
  withCreateOptions(destinations.command("apply <uid> <url>"))
    .description(
      "Creates the destination with this uid, or makes it what is given: fields that are left out get their defaults, --subscribe replaces its subscriptions. A second time changes nothing. The signing secret of a new one is shown only once, alone on stdout.",
    )
    .addHelpText(
      "after",
      "\nExample:\n  $ harbor destinations apply acme-main https://acme.example/hooks --tenant acme --subscribe 'order.**'\n",
    )
    .action(
      run<CreateOptions, [string, string]>(async ({ options, output, connect }, uid, url) => {
        const input = { url, ...(await createInputOf(options)) };
        const { data, status } = await connect().client.destinations.putByUid(uid, input).withResponse();
        if (output.json) output.line(data);
        else if (status === CREATED) showKey(output, data);
        else output.done(`${data.id} is up to date`, data);
      }),
    );
}

const CREATED = 201;

async function createInputOf(options: CreateOptions): Promise<Omit<DestinationInput, "url" | "uid">> {
  const { tenant, subscribe, secretFile } = options;
  const secret = secretFile === undefined ? undefined : (await readInput(secretFile)).toString("utf8").trim();
  const subscriptions = subscribe?.map((event_type) => ({ event_type }));
  return { ...given({ tenant, subscriptions, signing_secret: secret }), ...(await fieldsOf(options)) };
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
    max_per_second: options.maxPerSecond === "none" ? null : options.maxPerSecond,
    ordering: options.ordering,
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
