import { ON_POSTGRES } from "../store-under-test.js";
import fc from "fast-check";
import { expect } from "vitest";
import { compare } from "./compare.js";
import type { Model } from "./model.js";
import type { ModelDelivery, Reply } from "./model-delivery.js";
import type { Real } from "./real.js";

export type Command = fc.AsyncCommand<Model, Real>;

/** Makes a command of what it does to both; after each the two are compared, and what was received is verified. */
function command(
  name: string,
  run: (model: Model, real: Real) => Promise<void>,
  check: (model: Readonly<Model>) => boolean = () => true,
): Command {
  return {
    check,
    toString: () => name,
    async run(model, real) {
      const before = model.now;
      await run(model, real);
      await real.advance(0);
      await compare(model, real, before);
    },
  };
}

const alive = (model: Readonly<Model>) => !model.deleted;

export const sendWith = (key: string | null) =>
  command(key === null ? "send" : `send with the key ${key}`, async (model, real) => {
    const n = model.deliveries.length;
    const { body } = await real
      .api()
      .post("/events", { type: "order.created", body: { n }, ordering_key: key });
    expect(body.deliveries).toHaveLength(model.deleted ? 0 : 1);
    for (const { id } of body.deliveries) model.send(id as string, { eventId: body.id as string, key });
  });
export const send = sendWith(null);

export const replyWith = (reply: Reply) =>
  command(`respond with ${JSON.stringify(reply)}`, (model, real) => {
    model.reply = reply;
    real.replyWith(reply);
    return Promise.resolve();
  });

export const advance = (ms: number) =>
  command(
    `${ms / 1000} s pass`,
    async (model, real) => {
      model.advance(ms);
      await real.advance(ms);
    },
    (model) => model.foresees((copy) => copy.advance(ms)),
  );

const setStatus = async (real: Real, status: "active" | "paused") => {
  expect((await real.api().patch(`/destinations/${real.destinationId}`, { status })).status).toBe(200);
};

const pause = command(
  "pause",
  async (model, real) => {
    model.pause();
    await setStatus(real, "paused");
  },
  (model) => alive(model) && model.paused === null,
);

const resume = command(
  "resume",
  async (model, real) => {
    model.resume();
    await setStatus(real, "active");
  },
  (model) =>
    alive(model) && model.paused !== null && model.mayRelease() && model.foresees((copy) => copy.resume()),
);

const limit = command(
  "set or remove the rate limit",
  async (model, real) => {
    model.limited = !model.limited;
    const max_per_second = model.limited ? 10_000 : null;
    const { status } = await real.api().patch(`/destinations/${real.destinationId}`, { max_per_second });
    expect(status).toBe(200);
  },
  alive,
);

export const switchOrder = command(
  "set or remove the order",
  async (model, real) => {
    model.switchOrder();
    const ordering = model.ordered ? "key" : "none";
    const { status } = await real.api().patch(`/destinations/${real.destinationId}`, { ordering });
    expect(status).toBe(200);
  },
  (model) => alive(model) && model.mayRelease(),
);

const restart = command("restart", async (model, real) => {
  model.isFresh = true;
  await real.restart();
});

const crash = command("crash", async (model, real) => {
  model.isFresh = true;
  await real.crash();
});

/**
 * Right behind its 202 an event may be waiting, in flight, or responded to and not yet recorded; what is recorded in the end is the same.
 * Not so for a probe: one that was sent counts for its minute, recorded or not.
 */
const sendAndCrash = command(
  "send and crash",
  async (model, real) => {
    const key = "a";
    const event = { type: "order.created", body: "in flight", ordering_key: key };
    const { body } = await real.api().post("/events", event);
    await real.crash();
    for (const { id } of body.deliveries) model.send(id as string, { eventId: body.id as string, key });
    model.isFresh = true;
    model.seen.add("crashed with a delivery in flight");
  },
  (model) => alive(model) && model.paused === null,
);

const destroy = command(
  "delete the destination",
  async (model, real) => {
    model.delete();
    expect((await real.api().delete(`/destinations/${real.destinationId}`)).status).toBe(204);
  },
  alive,
);

const DAY_MS = 86_400_000;

const rotate = (days: number) =>
  command(
    `rotate with ${days} days of grace`,
    async (model, real) => {
      const path = `/destinations/${real.destinationId}/signing-keys/rotate`;
      const { status, body } = await real.api().post(path, { grace_period_days: days });
      if (days > 0 && model.rotationInProgress()) {
        expect(body.error.code).toBe("rotation_in_progress");
        model.seen.add("rotation in progress");
      } else {
        expect(status).toBe(200);
        model.rotate(body.signing_secret as string, days * DAY_MS);
      }
    },
    alive,
  );

const pick = (model: Readonly<Model>, nth: number) =>
  model.deliveries[nth % Math.max(1, model.deliveries.length)];
const some = (model: Readonly<Model>) => model.deliveries.length > 0;

export const forceRetry = (nth: number) =>
  command(
    `retry the ${nth}th by hand`,
    async (model, real) => {
      const delivery = pick(model, nth) as ModelDelivery;
      const { status, body } = await real.api().post(`/deliveries/${delivery.id}/retry`);
      const refusal = model.deleted
        ? "destination_deleted"
        : delivery.status === "succeeded" || model.isBehind(delivery)
          ? "delivery_not_retryable"
          : null;
      expect(status === 200 ? null : body.error.code).toBe(refusal);
      if (model.isBehind(delivery)) model.seen.add("refused behind its key");
      if (refusal === null) model.forceRetry(delivery);
    },
    some,
  );

const replayDead = (nth: number) =>
  command(
    `replay the ${nth}th from the DLQ`,
    async (model, real) => {
      const delivery = pick(model, nth) as ModelDelivery;
      const { status, body } = await real.api().post(`/dlq/${delivery.id}/replay`);
      const refusal = refusalOfReplay(model, delivery);
      expect(status === 200 ? null : body.error.code).toBe(refusal);
      if (refusal === null) model.replayDead(delivery);
    },
    some,
  );

function refusalOfReplay(model: Model, delivery: ModelDelivery): string | null {
  if (model.deleted) return "destination_deleted";
  if (delivery.status !== "dead") return "delivery_not_retryable";
  return model.paused === null ? null : "destination_paused";
}

const replayEvent = (nth: number) =>
  command(
    `replay the event of the ${nth}th`,
    async (model, real) => {
      const { eventId, key } = pick(model, nth) as ModelDelivery;
      const { body } = await real.api().post(`/events/${eventId}/replay`, {});
      expect(body.data).toHaveLength(model.deleted ? 0 : 1);
      for (const { id } of body.data) model.send(id as string, { eventId, key });
    },
    some,
  );

const deleteDead = (nth: number) =>
  command(
    `delete the ${nth}th from the DLQ`,
    async (model, real) => {
      const delivery = pick(model, nth) as ModelDelivery;
      const { status } = await real.api().delete(`/dlq/${delivery.id}`);
      expect(status).toBe(delivery.status === "dead" ? 204 : 404);
      if (status === 204) model.deliveries = model.deliveries.filter(({ id }) => id !== delivery.id);
    },
    some,
  );

/** As often as it takes for a run of the test to reach everything. */
const REPLIES: [times: number, reply: Reply][] = [
  [6, { code: 200 }],
  [2, { code: 500 }],
  [1, { code: 302 }],
  [3, { code: 404 }],
  [2, { code: 410 }],
  [1, { code: 401, retryHint: true }],
  [1, { code: 503, retryAfterMs: 100_000 }],
  [3, { code: 429, retryAfterMs: 2_000_000 }],
  [1, { code: null }],
];
const reply = fc.oneof(...REPLIES.map(([weight, value]) => ({ weight, arbitrary: fc.constant(value) })));
const STEPS_MS = [1000, 60_000, 300_000, 3_600_000, 7_200_000, DAY_MS];
const nth = fc.nat({ max: 9 });

export const commands = [
  { arbitrary: fc.constantFrom(null, "a", "a", "b").map(sendWith), weight: 32 },
  { arbitrary: fc.constant(switchOrder), weight: 5 },
  { arbitrary: reply.map(replyWith), weight: 16 },
  { arbitrary: fc.constantFrom(...STEPS_MS).map(advance), weight: 24 },
  { arbitrary: fc.constant(pause), weight: 8 },
  { arbitrary: fc.constant(resume), weight: 8 },
  { arbitrary: fc.constantFrom(0, 1, 1).map(rotate), weight: 6 },
  { arbitrary: fc.constant(restart), weight: 2 },
  { arbitrary: fc.constant(limit), weight: 6 },
  ...(ON_POSTGRES ? [] : [{ arbitrary: fc.constantFrom(crash, sendAndCrash, sendAndCrash), weight: 6 }]),
  { arbitrary: nth.map(forceRetry), weight: 12 },
  { arbitrary: nth.map(replayDead), weight: 12 },
  { arbitrary: nth.map(replayEvent), weight: 4 },
  { arbitrary: nth.map(deleteDead), weight: 4 },
  { arbitrary: fc.constant(destroy), weight: 1 },
];
