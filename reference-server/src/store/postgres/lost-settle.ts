import type { Settled } from "../settled.js";
import type { SettleResult } from "../store.js";
import type { Held, LostSettle } from "./leases.js";
import type { LostCommit } from "./lost-commit.js";

export interface Recorded {
  settled: (Settled | null)[];
  statusChanges: SettleResult["statusChanges"];
}

/** For the next try to settle these, which then does not record them twice. */
export function noteLost(
  held: readonly (Held | undefined)[],
  { settled, statusChanges }: Recorded,
  commit: LostCommit,
): void {
  const recorded = new Map<Held, Settled>();
  settled.forEach((one, index) => {
    const of = held[index];
    if (one !== null && of !== undefined) recorded.set(of, one);
  });
  const lost = { commit, recorded, statusChanges };
  for (const one of recorded.keys()) if (one.lost?.commit.committed !== true) one.lost = lost;
}

/** The earlier tries to settle these that have succeeded. */
export async function recordedBefore(held: readonly (Held | undefined)[]): Promise<LostSettle[]> {
  const found: LostSettle[] = [];
  for (const lost of new Set(held.flatMap((one) => one?.lost ?? [])))
    if (await lost.commit.isCommitted()) found.push(lost);
  return found;
}
