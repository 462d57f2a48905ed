import { readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { type HeaderRecord, type HeadersLike } from "../src/node/standard.js";
import { builds } from "./builds.js";
import { standardVectorFile } from "./vectors/generate.js";
import { type StandardVectorFile, type StandardVerifyVector } from "./vectors/standard-vector-file.js";

const text = readFileSync(new URL("../standard-vectors.json", import.meta.url), "utf8");
const vectors = JSON.parse(text) as StandardVectorFile;

test("standard-vectors.json is what its script writes: npm run vectors", () => {
  expect(vectors).toEqual(standardVectorFile);
});

test("every case has a unique name", () => {
  for (const cases of [vectors.sign, vectors.verify])
    expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

describe.each(builds)("$build build", ({ createStandardSigner, safeVerifyStandardSignature, ed25519 }) => {
  test.each(vectors.sign)("signs: $name", ({ keys, id, timestamp, body_base64: body, signature }) => {
    const signer = createStandardSigner(keys, { ed25519 });
    expect(signer.sign({ id, timestamp, body: Buffer.from(body, "base64") })).toEqual({
      "webhook-id": id,
      "webhook-timestamp": String(timestamp),
      "webhook-signature": signature,
    });
  });

  test.each(vectors.verify.flatMap(readings))("verifies: $vector.name ($as)", ({ vector, headers }) => {
    const result = safeVerifyStandardSignature({
      body: Buffer.from(vector.body_base64, "base64"),
      headers,
      secret: vector.keys,
      now: vector.now_ms,
      toleranceSeconds: vector.tolerance_seconds,
      ed25519,
    });
    if (!result.ok) return expect({ ok: false, code: result.code }).toEqual(vector.expect);
    const { eventId: id, timestamp, secretIndex, headersSigned } = result.delivery;
    expect({ ok: true, id, timestamp, key_index: secretIndex }).toEqual(vector.expect);
    expect(headersSigned).toBe(false);
  });
});

interface Reading {
  readonly vector: StandardVerifyVector;
  readonly as: string;
  readonly headers: HeaderRecord | HeadersLike;
}

function readings(vector: StandardVerifyVector): Reading[] {
  const headers = new Headers(vector.headers.map(([name, value]) => [name, value]));
  const lists: Record<string, string[]> = {};
  for (const [name, value] of vector.headers) (lists[name] ??= []).push(value);
  return [
    { vector, as: "Headers", headers },
    { vector, as: "object", headers: Object.fromEntries(headers) },
    { vector, as: "object of lists", headers: lists },
  ];
}
