import type Database from "better-sqlite3";
import type { Pool, PoolClient } from "pg";
import type postgres from "postgres";
import { expect, expectTypeOf, test } from "vitest";
import {
  StaleClaimError,
  type CommitTxOf,
  type IdempotencyStore,
  type TransactionalStore,
} from "./idempotency.js";
import type { MemoryStore } from "./stores/memory.js";
import type { PostgresStore, PostgresStoreOptions } from "./stores/postgres.js";
import type { SqlExecutor } from "./stores/sql-executor.js";
import type { SqliteStore } from "./stores/sqlite.js";

test("ctx.commitTx on PostgreSQL takes the drivers' own transactions and ORMs' through their adapters", () => {
  expectTypeOf<PostgresStore>().toExtend<TransactionalStore<PoolClient>>();
  type CommitTx = CommitTxOf<PostgresStore>;
  type Transaction = Parameters<CommitTx>[0];
  expectTypeOf<PoolClient>().toExtend<Transaction>();
  expectTypeOf<postgres.TransactionSql>().toExtend<Transaction>();
  expectTypeOf<SqlExecutor>().toExtend<Transaction>();
  expectTypeOf<CommitTx>().returns.toEqualTypeOf<Promise<void>>();
});

test("ctx.commitTx on SQLite is synchronous where the transaction is, and only there", () => {
  const commitTx = (() => undefined) as unknown as CommitTxOf<SqliteStore>;
  expectTypeOf(commitTx({} as Database.Database)).toEqualTypeOf<void>();
  expectTypeOf(commitTx({} as SqlExecutor)).toEqualTypeOf<Promise<void>>();
});

test("a store without transactions has no ctx.commitTx", () => {
  expectTypeOf<CommitTxOf<MemoryStore>>().toEqualTypeOf<never>();
  expectTypeOf<CommitTxOf<IdempotencyStore>>().toEqualTypeOf<never>();
});

test("both drivers' pools are PostgreSQL clients", () => {
  type Client = PostgresStoreOptions["client"];
  expectTypeOf<Pool>().toExtend<Client>();
  expectTypeOf<postgres.Sql>().toExtend<Client>();
});

test("StaleClaimError names the remedy and has a stable code", () => {
  const error = new StaleClaimError("orders:evt_1");
  expect(error).toMatchObject({ name: "StaleClaimError", code: "stale_claim", key: "orders:evt_1" });
  expect(error.message).toMatch(/orders:evt_1 was lost.*Roll this transaction back/);
});
