import { expect, it } from "vitest";
import type { Deps } from "../deps.js";
import { newDestination, type SignatureScheme } from "../domain/domain.js";
import { createSealer, placeOf } from "../seal.js";
import type { EnvironmentSnapshot } from "../store/store.js";
import { EnvironmentCache } from "./environment-cache.js";

const sealer = createSealer([{ id: "k1", key: Buffer.alloc(32, 1) }]);
const id = "dest_1";
const place = placeOf("destination_headers", id);

interface Fields {
  tenant: string | null;
  signature: SignatureScheme;
}

/** The names of the custom headers that are sent to a destination that has all of these. */
async function sentTo(fields: Fields): Promise<string[]> {
  const headers = { "X-Mine": "1", Tracestate: "congo=t61", "webhook-id": "2", baggage: "3" };
  const destination = {
    ...newDestination({ id, environmentId: 1, url: "http://receiver.example/", now: 0 }),
    ...fields,
    headers: sealer.seal(JSON.stringify(headers), place),
  };
  const snapshot = {
    version: 1,
    destinations: [destination],
    ...{ signingKeys: [], subscriptions: [], eventTypes: [], apiKeyIds: [], erasures: [] },
  } as unknown as EnvironmentSnapshot;
  const store = { subscribe: () => () => undefined, snapshot: () => Promise.resolve(snapshot) };
  const view = await new EnvironmentCache({ store, sealer } as unknown as Deps).get(1);
  const names = view.target(id)?.headers.filter((_, at) => at % 2 === 0) ?? [];
  return names.filter((name) => name in headers);
}

it.each([
  [{ tenant: null, signature: "harbor" }, ["X-Mine", "webhook-id", "baggage"]],
  [{ tenant: "acme", signature: "harbor" }, ["X-Mine", "Tracestate", "webhook-id", "baggage"]],
  [{ tenant: "acme", signature: "standard" }, ["X-Mine", "Tracestate", "baggage"]],
] as const)("custom headers give way where Harbor sets its own: %j", async (fields, names) => {
  expect((await sentTo(fields)).sort()).toEqual([...names].sort());
});
