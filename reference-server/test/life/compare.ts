import { expect } from "vitest";
import type { Model } from "./model.js";
import { type ModelDelivery, withoutRepeats } from "./model-delivery.js";
import type { Real } from "./real.js";

/** `before`: the time at which the command began. Requests sent since then may have been signed with a secret that has ended. */
export async function compare(model: Model, real: Real, before: number): Promise<void> {
  for (const delivery of model.deliveries) {
    const { body } = await real.api().get(`/deliveries/${delivery.id}`);
    expect(shown(body)).toEqual(expected(delivery, waitingFor(model, delivery)));
  }
  const sent = model.orderedAttempts.splice(0);
  for (const key of new Set(sent.map((each) => each.key))) {
    const ids = sent.filter((each) => each.key === key).map(({ id }) => id);
    expect(real.received(new Set(ids))).toEqual(withoutRepeats(ids));
  }
  const { secrets, now } = model;
  const named = (chosen: typeof secrets) => chosen.map(({ secret }) => secret);
  real.checkSignatures({
    valid: named(secrets.filter(({ endsAt }) => endsAt > now)),
    ended: named(secrets.filter(({ endsAt }) => endsAt <= before)),
  });
  if (secrets.some(({ endsAt }) => endsAt > before && endsAt <= now)) model.seen.add("a grace period ended");
  if (model.deleted) return;
  const { body } = await real.api().get(`/destinations/${real.destinationId}`);
  expect({ status: body.status, reason: body.paused_reason, at: time(body.paused_at) }).toEqual({
    status: model.paused === null ? "active" : "paused",
    reason: model.paused?.reason ?? null,
    at: model.paused?.at ?? null,
  });
}

interface WireAttempt {
  number: number;
  trigger: string;
  outcome: string;
  response_code: number | null;
  started_at: string;
}

function shown(body: {
  status: string;
  retry_count: number;
  dead_reason: string;
  next_retry_at: string;
  waiting_for: string | null;
  retries: WireAttempt[];
}) {
  return {
    status: body.status,
    retryCount: body.retry_count,
    deadReason: body.dead_reason,
    nextRetryAt: time(body.next_retry_at),
    waitingFor: body.waiting_for,
    attempts: body.retries.map(({ number, trigger, outcome, response_code: code, started_at }) => {
      return { number, trigger, outcome, code, at: time(started_at) };
    }),
  };
}

function waitingFor(model: Model, delivery: ModelDelivery): "key" | "resume" | null {
  if (model.isBehind(delivery)) return "key";
  return delivery.status === "pending" && model.paused !== null ? "resume" : null;
}

function expected(delivery: ModelDelivery, waiting: "key" | "resume" | null) {
  return {
    status: delivery.status,
    retryCount: Math.max(0, delivery.scheduled - 1),
    deadReason: delivery.deadReason,
    nextRetryAt: delivery.status === "retrying" && waiting === null ? delivery.dueAt : null,
    waitingFor: waiting,
    attempts: delivery.attempts.map((attempt, number) => ({ number, ...attempt })),
  };
}

function time(text: string | null): number | null {
  return text === null ? null : Date.parse(text);
}
