/**
 * A process that owns the database given as its argument: commits an event whose delivery is handed to it, prints the ids, and
 * then does nothing until it is killed. Nothing refers to the store by then, and with `--expose-gc` it is collected before the ids are
 * printed.
 */
import { newDestination } from "../src/domain/domain.js";
import { createIds } from "../src/ids.js";
import { resultOf } from "../src/store/idempotency.js";
import { openSqlite } from "../src/store/sqlite/open.js";

const file = process.argv[2];
if (file === undefined) throw new Error("Which file?");
const now = Date.now();
const newId = createIds(() => now);
const store = openSqlite({ file });
await store.migrate();
const { test: environment } = await store.projects.ensure("proj_default", "default", now);
const destinationId = newId("dest");
await store.destinations.create({
  destination: {
    ...newDestination({
      id: destinationId,
      environmentId: environment.id,
      url: "http://receiver.example/",
      now,
    }),
    max_concurrent_deliveries: 1,
    timeout_seconds: 120,
  },
  signingKey: {
    id: newId("skey"),
    destination_id: destinationId,
    secret: Buffer.from("sealed"),
    created_at: now,
    expires_at: null,
  },
  limit: 1,
});
const { version } = await store.snapshot(environment.id);
const event = {
  id: newId("evt"),
  environment_id: environment.id,
  tenant: null,
  type: "order.created",
  body: Buffer.from("{}"),
  idempotency_key: null,
  occurred_at: null,
  created_at: now,
  ordering_key: null,
  erased_at: null,
};
const deliveryId = newId("del");
const outcome = await store.commit(
  [
    {
      event,
      trace: null,
      idempotencyExpiresAt: null,
      deliveries: [{ id: deliveryId, destination_id: destinationId, handOff: true }],
      version,
    },
  ],
  { now, leaseSlackMs: 30_000 },
);
const result = resultOf(outcome)?.[0];
const lease = result?.status === "created" ? result.deliveries[0]?.lease : null;
const report = JSON.stringify({ environmentId: environment.id, eventId: event.id, deliveryId, lease });
setImmediate(() => {
  globalThis.gc?.();
  console.log(report);
});
setInterval(() => undefined, 60_000);
