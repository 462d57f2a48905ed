import { makeDelivery } from "./deliveries.js";
import { type Group, groupsFor } from "./groups.js";
import { playRounds, ratioOf, timeOf } from "./rounds.js";

const SIZES = [256, 4096, 65_536];
const ROUNDS = 31;

/** Prints how a group did, and says whether its target holds. */
async function report(size: number, { title, contenders, target }: Group): Promise<boolean> {
  const rounds = await playRounds(contenders, ROUNDS);
  console.log(`\n${title}, ${size} B`);
  for (const { name } of contenders) {
    const ratio = ratioOf(rounds, name, target.subject).toFixed(2).padStart(7);
    console.log(`  ${name.padEnd(32)} ${microseconds(timeOf(rounds, name))} us ${ratio}`);
  }
  const worst = Math.max(...target.against.map((name) => ratioOf(rounds, target.subject, name)));
  const isMet = worst <= target.atMost;
  const others = target.against.length === 1 ? target.against[0]! : "the fastest of the others";
  console.log(`  ${isMet ? "met" : "MISSED"}: ${worst.toFixed(2)} times ${others}, target ${target.atMost}`);
  return isMet;
}

const microseconds = (ns: number): string => (ns / 1000).toFixed(2).padStart(10);

console.log(
  `Node ${process.version}, ${ROUNDS} interleaved rounds: median time and ratio to @harbor/signing`,
);
let isGood = true;
for (const size of SIZES) {
  for (const group of groupsFor(makeDelivery(size))) isGood = (await report(size, group)) && isGood;
}
process.exitCode = isGood ? 0 : 1;
