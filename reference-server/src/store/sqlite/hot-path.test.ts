import { expect, test } from "vitest";
import { Connection } from "./connection.js";
import { createHotPath, type HotPath } from "./hot-path.js";

const ROWS = 8;
const [FLOOD, NORMAL] = [1, 2];

class CountingConnection extends Connection {
  transactions = 0;

  override writing<T>(run: () => T): T {
    this.transactions += 1;
    return super.writing(run);
  }
}

/** Runs the jobs of one turn; for each owner the transactions that its jobs were in. */
async function transactionsOf(
  hotPath: HotPath,
  { db, owners }: { db: CountingConnection; owners: number[] },
): Promise<Map<number, number[]>> {
  const ran = new Map<number, number[]>(owners.map((owner) => [owner, []]));
  const before = db.transactions;
  const work = (owner: number) => () => ran.get(owner)?.push(db.transactions - before);
  const job = (owner: number) => ({ durable: false, weight: ROWS, owner });
  await Promise.all(owners.map((owner) => hotPath.run(work(owner), job(owner))));
  return ran;
}

function open() {
  const db = new CountingConnection(":memory:");
  const hotPath = createHotPath(db, {
    durably: (run) => Promise.resolve(run()),
    synced: () => Promise.resolve(),
  });
  return { db, hotPath };
}

test("transactions are large while one environment has work", async () => {
  const { db, hotPath } = open();
  await transactionsOf(hotPath, { db, owners: Array<number>(32).fill(FLOOD) });
  expect(db.transactions).toBe(2);
  expect(hotPath.stepWeight(FLOOD)).toBe(64);
  db.close();
});

test("beside another environment they are small, so that its work waits for few rows, until it has brought none for a while", async () => {
  const { db, hotPath } = open();
  const flood = Array<number>(32).fill(FLOOD);
  const ran = await transactionsOf(hotPath, { db, owners: [...flood, NORMAL] });
  expect(ran.get(NORMAL)).toEqual([1]);
  expect(ran.get(FLOOD)?.at(-1)).toBeGreaterThan(8);
  expect(hotPath.stepWeight(FLOOD)).toBe(16);
  for (let turn = 0; turn < 4; turn += 1) await transactionsOf(hotPath, { db, owners: flood });
  expect(hotPath.stepWeight(FLOOD)).toBe(64);
  db.close();
});
