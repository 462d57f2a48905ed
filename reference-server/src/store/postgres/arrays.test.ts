import { Client } from "pg";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  startPostgres,
  type RunningPostgres,
} from "../../../../packages/receiver/test/databases/postgres.js";
import { bigints, byteas, ints, smallints, texts, uuids } from "./arrays.js";

let postgres: RunningPostgres;
let client: Client;
beforeAll(async () => {
  postgres = await startPostgres();
  client = new Client({ connectionString: postgres.url });
  await client.connect();
}, 60_000);
afterAll(async () => {
  await client.end();
  await postgres.stop();
});

const ID = "evt_01KBAW5Q8T00000000000000ZZ";

test.each([
  ["smallint", smallints([-32768, null, 32767]), [-32768, null, 32767]],
  ["int", ints([-(2 ** 31), null, 2 ** 31 - 1]), [-(2 ** 31), null, 2 ** 31 - 1]],
  [
    "bigint",
    bigints([-1, null, 0, 2 ** 32, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER]),
    ["-1", null, "0", "4294967296", "9007199254740991", "-9007199254740991"],
  ],
  [
    "text",
    texts(["", null, "NULL", '{"a,b"}', "\\x41", "é 🚢", "x".repeat(100_000)]),
    ["", null, "NULL", '{"a,b"}', "\\x41", "é 🚢", "x".repeat(100_000)],
  ],
  ["bytea", byteas([Buffer.of(), null, Buffer.of(0, 255, 92)]), [Buffer.of(), null, Buffer.of(0, 255, 92)]],
  ["uuid", uuids([ID, null]), ["019ad5c2-dd1a-0000-0000-0000000003ff", null]],
  ["int", ints([]), []],
])("an array of %s arrives as it was", async (type, encoded, expected) => {
  const { rows } = await client.query<{ value: unknown }>(
    `SELECT * FROM unnest($1::${type}[]) AS given (value)`,
    [encoded],
  );
  expect(rows.map(({ value }) => value)).toEqual(expected);
});
