import { measure } from "mitata";

export interface Contender {
  readonly name: string;
  readonly run: () => unknown;
}

/** The median time of a call in every round, in nanoseconds. */
export type Rounds = ReadonlyMap<string, readonly number[]>;

const WARM_UP_CALLS = 500;
/** Short turns, many of them: what else the machine does changes within tens of milliseconds. */
const TURN = { min_cpu_time: 4e6, min_samples: 8, batch_samples: 16 };

/**
 * Lets the contenders take turns, each round beginning with another one, so that other load on the machine
 * affects all of them alike.
 */
export async function playRounds(contenders: readonly Contender[], rounds: number): Promise<Rounds> {
  for (const { run } of contenders) for (let call = 0; call < WARM_UP_CALLS; call += 1) await run();
  const times = new Map(contenders.map(({ name }) => [name, [] as number[]]));
  for (let round = 0; round < rounds; round += 1) {
    for (let turn = 0; turn < contenders.length; turn += 1) {
      const { name, run } = contenders[(turn + round) % contenders.length]!;
      const { p50 } = await measure(run, TURN);
      times.get(name)!.push(p50);
    }
  }
  return times;
}

/** The median over the rounds. */
export const timeOf = (rounds: Rounds, name: string): number => median(rounds.get(name)!);

/** How many times as long one takes as the other: the median of the ratios within each round. */
export function ratioOf(rounds: Rounds, name: string, other: string): number {
  const others = rounds.get(other)!;
  return median(rounds.get(name)!.map((time, round) => time / others[round]!));
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((left, right) => left - right);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
