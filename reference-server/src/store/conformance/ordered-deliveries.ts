import type { Delivery, Destination } from "../../domain/domain.js";
import { type EventFields, idsOf } from "./values.js";
import type { World } from "./world.js";

type Fields = Parameters<World["destination"]>[0];

export function ordered(world: World, fields: Fields = {}): Promise<Destination> {
  return world.destination({ ordering: "key", ...fields });
}

/** So many events of a key, one after the other. */
export async function send(
  world: World,
  to: Destination,
  count: number,
  fields: EventFields = { ordering: "a" },
) {
  const sent: Delivery[] = [];
  for (let index = 0; index < count; index += 1) sent.push(await world.sendOne(to, fields));
  return sent;
}

export async function claimed(world: World): Promise<string[]> {
  return idsOf((await world.claim()).deliveries);
}

/** Succeeds one after the other what may be sent, and returns the order. */
export async function drain(world: World): Promise<string[]> {
  const order: string[] = [];
  for (;;) {
    const { deliveries } = await world.claim();
    if (deliveries.length === 0) return order;
    order.push(...idsOf(deliveries));
    await world.succeed(...deliveries);
  }
}

export async function statusOf(world: World, { id }: { id: string }) {
  const { status, waiting_for } = await world.delivery(id);
  return { status, waiting_for };
}

export const FOLLOWS = { status: "pending", waiting_for: "key" };
export const FREE = { status: "pending", waiting_for: null };
