import type { Millis } from "../../domain/domain.js";
import type { Engine } from "./engine.js";
import { deleteEmptied, giveBackHandedOver, giveBackTaken, lockGroups } from "./lease-groups.js";
import type { Held } from "./leases.js";
import { endDied } from "./ordered.js";
import { knownUuid } from "./ulid-uuid.js";

/** See `Store.release`. Those that died in the meantime stay dead. */
export async function release(engine: Engine, leaseTokens: readonly string[], now: Millis): Promise<void> {
  const { leases } = engine;
  const held = leaseTokens.flatMap((token) => leases.byToken(token) ?? []);
  if (held.length === 0) return;
  await engine.db.transaction(
    async (tx) => {
      const locked = await lockGroups(tx, [...new Set(held.map(({ group }) => group))]);
      const mine = held.filter(({ group }) => locked.ids.has(group));
      for (const [group, members] of byGroup(mine)) {
        giveBackTaken(
          tx,
          group,
          members.filter(({ taken }) => taken).map(({ identity }) => knownUuid(identity.id)),
        );
      }
      const handedOver = mine.filter(({ taken }) => !taken);
      giveBackHandedOver(
        tx,
        handedOver.map(({ identity }) => identity.environment_id),
        handedOver.map(({ identity }) => knownUuid(identity.id)),
      );
      const emptied = held.filter((one) => leases.remove(tx, one));
      deleteEmptied(tx, { groups: emptied.map(({ group }) => group), ended: held });
      const ordered = mine.filter(({ orderingKey }) => orderingKey !== null);
      if (ordered.length > 0) {
        await endDied(
          tx,
          ordered.map(({ identity }) => knownUuid(identity.id)),
        );
      }
      tx.noteWorkDue(now);
    },
    { lane: "work", durable: false },
  );
}

function byGroup(held: readonly Held[]): Map<string, Held[]> {
  const groups = new Map<string, Held[]>();
  for (const one of held) groups.set(one.group, [...(groups.get(one.group) ?? []), one]);
  return groups;
}
