import { existsSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { PrismaTransaction } from "../../src/transactions/prisma.js";
import { fetchHint, optionalFolder } from "./folder.js";

interface EffectTransaction extends PrismaTransaction {
  effect: {
    create(query: { data: { id: string; key: string } }): Promise<unknown>;
    count(query: { where: { key: string } }): Promise<number>;
  };
}

export interface EffectClient extends EffectTransaction {
  $transaction(work: (tx: EffectTransaction) => Promise<void>): Promise<void>;
  $connect(): Promise<void>;
  $disconnect(): Promise<void>;
}

export type { EffectTransaction };

/** Why Prisma cannot run here; undefined when it can. */
export const prismaMissing: string | undefined = existsSync(
  join(optionalFolder, "sqlite", "client", "client.ts"),
)
  ? undefined
  : `no Prisma: ${fetchHint}`;

async function load<Module>(...path: string[]): Promise<Module> {
  return (await import(/* @vite-ignore */ pathToFileURL(join(optionalFolder, ...path)).href)) as Module;
}

interface ClientModule {
  PrismaClient: new (options: { adapter: unknown }) => EffectClient;
}

export async function prismaOnPostgres(connectionString: string): Promise<EffectClient> {
  const { PrismaClient } = await load<ClientModule>("postgresql", "client", "client.ts");
  const { PrismaPg } = await load<{ PrismaPg: new (options: { connectionString: string }) => unknown }>(
    "node_modules/@prisma/adapter-pg/dist/index.mjs",
  );
  return new PrismaClient({ adapter: new PrismaPg({ connectionString }) });
}

export async function prismaOnSqlite(file: string): Promise<EffectClient> {
  const { PrismaClient } = await load<ClientModule>("sqlite", "client", "client.ts");
  const { PrismaBetterSqlite3 } = await load<{
    PrismaBetterSqlite3: new (options: { url: string }) => unknown;
  }>("node_modules/@prisma/adapter-better-sqlite3/dist/index.mjs");
  return new PrismaClient({ adapter: new PrismaBetterSqlite3({ url: `file:${file}` }) });
}
