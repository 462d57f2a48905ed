import type { Command } from "commander";
import { ConfigError, readConfig, unknownSettings, type Config } from "../config.js";
import { loadEncryptionKeys } from "../encryption-key.js";
import { exposedFiles } from "../store/database-file.js";
import { openStore } from "../store/open-store.js";

interface Check {
  name: string;
  /** Returns what was found. Throws an error that names the remedy. */
  run(): Promise<string>;
}

/** `harbor-server doctor`: prints what a start would find, one line per check, and exits with 1 if one fails. Migrates the schema, as a start does. */
export function registerDoctor(program: Command): void {
  program.command("doctor").description("check settings, database and encryption key").action(doctor);
}

async function doctor(): Promise<void> {
  reportUnknownSettings();
  const config = settings();
  if (config === null) return;
  for (const check of checks(config)) await report(check);
}

function settings(): Config | null {
  try {
    const config = readConfig(process.env);
    print(
      "ok",
      "settings",
      `${config.database.kind}, role ${config.role}, ${config.embedded ? "embedded" : "production"} defaults`,
    );
    return config;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    for (const fault of error.faults) print("fault", "settings", fault);
    return null;
  }
}

function reportUnknownSettings(): void {
  for (const { name, suggestion } of unknownSettings(process.env))
    print(
      "fault",
      "settings",
      `${name} is not a setting${suggestion === null ? "" : `; did you mean ${suggestion}?`}`,
    );
}

function checks(config: Config): Check[] {
  return [
    {
      name: "encryption key",
      run: () => {
        const keys = loadEncryptionKeys(config);
        return Promise.resolve(`${keys.length} key(s), new secrets are sealed with ${keys[0]?.id ?? "none"}`);
      },
    },
    {
      name: "files",
      run: () => {
        const { database } = config;
        const exposed = database.kind === "sqlite" ? exposedFiles(database.file) : [];
        if (exposed.length === 0) return Promise.resolve("accessible to their owner only");
        throw new ConfigError(
          exposed.map(
            ({ file, mode }) => `${file} is accessible to other users (${mode}); run chmod go= on it`,
          ),
        );
      },
    },
    {
      name: "database",
      async run() {
        const store = await openStore(config.database, { owner: false });
        try {
          const { to } = await store.migrate();
          const { due, dead } = await store.stats.totals(Date.now());
          return `schema version ${to}, ${due} deliveries due, ${dead} in the dead-letter queue`;
        } finally {
          await store.close();
        }
      },
    },
    {
      name: "e-mail",
      run: () =>
        Promise.resolve(
          config.smtpUrl === null || config.alertEmail === null
            ? "off; set HARBOR_SMTP_URL and HARBOR_ALERT_EMAIL to get an e-mail when a destination is paused"
            : `to ${config.alertEmail}`,
        ),
    },
  ];
}

async function report({ name, run }: Check): Promise<void> {
  try {
    print("ok", name, await run());
  } catch (error) {
    const faults =
      error instanceof ConfigError ? error.faults : [error instanceof Error ? error.message : String(error)];
    for (const fault of faults) print("fault", name, fault);
  }
}

function print(verdict: "ok" | "fault", name: string, text: string): void {
  process.stdout.write(`${verdict.padEnd(6)}${name}: ${text}\n`);
  if (verdict === "fault") process.exitCode = 1;
}
