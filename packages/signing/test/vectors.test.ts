import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type ReceivedHeaders, type VerifyResult } from "../src/node/index.js";
import { builds } from "./builds.js";
import { vectorFile } from "./vectors/generate.js";
import { type Expectation, type VectorFile, type VerifyVector } from "./vectors/vector-file.js";

const vectors = JSON.parse(readFileSync(new URL("../vectors.json", import.meta.url), "utf8")) as VectorFile;

test("vectors.json is what its script writes: npm run vectors", () => {
  expect(vectors).toEqual(vectorFile);
});

test("every case has a unique name", () => {
  const names = vectors.verify.map(
    ({ name, header }) => `${name}, ${header === undefined ? "headers" : "value"}`,
  );
  expect(new Set(names).size).toBe(names.length);
  expect(new Set(vectors.sign.map(({ name }) => name)).size).toBe(vectors.sign.length);
});

describe.each(builds)("$build build", ({ createSigner, safeVerifySignature }) => {
  test.each(vectors.sign)("signs: $name", (vector) => {
    const header = createSigner(vector.secrets).sign({
      timestamp: vector.timestamp,
      body: Buffer.from(vector.body_base64, "base64"),
      eventId: vector.event_id,
      eventType: vector.event_type,
      deliveryId: vector.delivery_id,
    });
    expect(header).toBe(vector.header);
  });

  test.each(vectors.verify.flatMap(readings))("verifies: $vector.name ($as)", ({ vector, headers }) => {
    const result = safeVerifySignature({
      body: Buffer.from(vector.body_base64, "base64"),
      headers,
      secret: vector.secrets,
      now: vector.now_ms,
      toleranceSeconds: vector.tolerance_seconds,
    });
    expect(outcome(result)).toEqual(vector.expect);
    expect(idsOf(result)).toEqual(result.ok && result.delivery.headersSigned ? sentIds(vector) : {});
  });
});

interface Reading {
  readonly vector: VerifyVector;
  readonly as: string;
  readonly headers: ReceivedHeaders;
}

/** The header lines of a case in the shapes in which frameworks hand them over. */
function readings(vector: VerifyVector): Reading[] {
  if (vector.headers === undefined) return [{ vector, as: "value", headers: vector.header }];
  const headers = new Headers(vector.headers.map(([name, value]) => [name, value]));
  const lists: Record<string, string[]> = {};
  for (const [name, value] of vector.headers) (lists[name] ??= []).push(value);
  return [
    { vector, as: "Headers", headers },
    { vector, as: "Request", headers: new Request("http://localhost/", { headers }) },
    { vector, as: "object", headers: Object.fromEntries(headers) },
    { vector, as: "object of lists", headers: lists },
  ];
}

const outcome = (result: VerifyResult): Expectation =>
  result.ok
    ? {
        ok: true,
        timestamp: result.delivery.timestamp,
        secret_index: result.delivery.secretIndex,
        headers_signed: result.delivery.headersSigned,
      }
    : { ok: false, code: result.code };

function idsOf(result: VerifyResult): Record<string, string> {
  const ids: Record<string, string> = {};
  for (const name of ["eventId", "eventType", "deliveryId"] as const) {
    if (result.ok && result.delivery[name] !== undefined) ids[name] = result.delivery[name];
  }
  return ids;
}

function sentIds({ headers = [] }: VerifyVector): Record<string, string | undefined> {
  const sent = new Map(headers.map(([name, value]) => [name.toLowerCase(), value]));
  return {
    eventId: sent.get("harbor-event-id"),
    eventType: sent.get("harbor-event-type"),
    deliveryId: sent.get("harbor-delivery-id"),
  };
}
