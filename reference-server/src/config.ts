import { closest } from "./edit-distance.js";
import type { Setting } from "./setting.js";
import { SETTINGS } from "./settings.js";

/** The values of a table of settings, under the same names. */
export type SettingValues<Table> = {
  [Key in keyof Table]: Table[Key] extends Setting<infer Value> ? Value : SettingValues<Table[Key]>;
};

/** The settings as the server uses them; docs/settings.md describes each. */
export type Config = SettingValues<typeof SETTINGS> & {
  /** SQLite and a loopback host: the defaults that suit a laptop and a test suite. */
  embedded: boolean;
};

/** All faults of the settings, so that one start shows every one of them. */
export class ConfigError extends Error {
  override readonly name = "ConfigError";
  constructor(readonly faults: string[]) {
    super(`The settings are not usable:\n${faults.map((fault) => `  ${fault}`).join("\n")}`);
  }
}

interface SettingTable {
  [key: string]: Setting | SettingTable;
}

function isSetting(entry: Setting | SettingTable): entry is Setting {
  return "variable" in entry;
}

function settingsIn(table: SettingTable): Setting[] {
  return Object.values(table).flatMap((entry) => (isSetting(entry) ? [entry] : settingsIn(entry)));
}

/** In the order of docs/settings.md. */
export const ALL_SETTINGS: readonly Setting[] = settingsIn(SETTINGS);

/** Reads the `HARBOR_` variables. Throws `ConfigError` with all faults at once. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const faults: string[] = [];
  const given = new Map<Setting, unknown>();
  for (const setting of ALL_SETTINGS) read(setting, env, { given, faults });
  const valueOf = <T>(setting: Setting<T>, embedded: boolean): T =>
    given.has(setting) ? (given.get(setting) as T) : setting.fallback(embedded);
  const database = valueOf(SETTINGS.database, false);
  const embedded = database.kind === "sqlite" && isLoopbackHost(valueOf(SETTINGS.host, false));
  const config = {
    ...valuesOf(SETTINGS, (each) => valueOf(each, embedded)),
    embedded,
  } as Config;
  faults.push(...conflicts(config, faults));
  if (faults.length > 0) throw new ConfigError(faults);
  return config;
}

interface Reading {
  given: Map<Setting, unknown>;
  faults: string[];
}

function read(setting: Setting, env: Record<string, string | undefined>, { given, faults }: Reading): void {
  const { variable, schema, emptyIsValue, secret } = setting;
  const text = env[variable];
  if (text === undefined || (text === "" && !emptyIsValue)) return;
  const result = schema.safeParse(text);
  if (result.success) given.set(setting, result.data);
  else
    for (const { message } of result.error.issues)
      faults.push(`${variable}: ${message} (value: ${secret ? "not shown" : JSON.stringify(text)})`);
}

function valuesOf(table: SettingTable, valueOf: (setting: Setting) => unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(table).map(([key, entry]) => [
      key,
      isSetting(entry) ? valueOf(entry) : valuesOf(entry, valueOf),
    ]),
  );
}

/** Faults between settings that are each valid. A setting that has a fault of its own is left out. */
function conflicts({ database, role, encryptionKeys }: Config, faults: readonly string[]): string[] {
  const isFaulty = ({ variable }: Setting) => faults.some((fault) => fault.startsWith(`${variable}:`));
  if (isFaulty(SETTINGS.database)) return [];
  const found: string[] = [];
  if (database.kind === "postgres" && encryptionKeys === null && !isFaulty(SETTINGS.encryptionKeys)) {
    found.push(
      "HARBOR_ENCRYPTION_KEY: is required with PostgreSQL (id:base64 of 32 bytes; generate one with `openssl rand -base64 32`)",
    );
  }
  if (database.kind === "sqlite" && role !== "all" && !isFaulty(SETTINGS.role)) {
    found.push("HARBOR_ROLE: must be all with SQLite, which a single process owns");
  }
  return found;
}

function isLoopbackHost(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** A `HARBOR_` variable that no setting has. */
export interface UnknownSetting {
  /** Of the variable. */
  name: string;
  /** The setting that was probably meant. */
  suggestion: string | null;
}

/** `HARBOR_` variables of the client, the CLI and the tests, which may be set in the same environment. */
const OTHER_VARIABLES =
  /^HARBOR_(API_KEY|BASE_URL|SIGNING_SECRET|CONFIG_DIR|RECEIVER|RETRY_HINT|TEST_CHROMIUM|TEST_POSTGRES_URL|TEST_STORE)$/;
/** The variables that Kubernetes sets in every pod beside a service that is named harbor. */
const SERVICE_LINKS = /^HARBOR_(\w+_)?(SERVICE_(HOST|PORT)(_\w+)?|PORT_\d+_(TCP|UDP|SCTP)(_\w+)?)$/;

/** `HARBOR_` variables that no setting has: most likely typing mistakes. */
export function unknownSettings(env: Record<string, string | undefined>): UnknownSetting[] {
  const known = ALL_SETTINGS.map(({ variable }): string => variable);
  return Object.keys(env)
    .filter((name) => name.startsWith("HARBOR_") && !known.includes(name))
    .filter((name) => !OTHER_VARIABLES.test(name) && !SERVICE_LINKS.test(name))
    .map((name) => ({ name, suggestion: closest(name, known) }));
}
