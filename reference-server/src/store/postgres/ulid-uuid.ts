import type { Millis } from "../../domain/domain.js";

/**
 * Ids of events and deliveries are stored as `uuid`: 16 bytes in every index instead of 31, in the same order. The prefix is known by
 * the column, and the rest is a ULID, which is 128 bits like a UUID.
 */

const ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const ULID_LENGTH = 26;
const HIGHEST_FIRST_DIGIT = 7;
const VALUES = new Int8Array(128).fill(-1);
for (let value = 0; value < ALPHABET.length; value += 1) VALUES[ALPHABET.charCodeAt(value)] = value;

const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));
const bytes = new Uint8Array(16);

export const LOWEST_UUID = "00000000-0000-0000-0000-000000000000";
export const HIGHEST_UUID = "ffffffff-ffff-ffff-ffff-ffffffffffff";

/** Null for an id that Harbor cannot have created: no row has it. */
export function uuidOf(id: string): string | null {
  return decode(id) ? textOf(bytes) : null;
}

/** Into `bytes`; false for an id that Harbor cannot have created. */
function decode(id: string): boolean {
  const start = id.indexOf("_") + 1;
  if (id.length - start !== ULID_LENGTH || valueAt(id, start) > HIGHEST_FIRST_DIGIT) return false;
  let buffer = 0;
  let bits = 0;
  let at = 0;
  for (let index = start; index < id.length; index += 1) {
    const value = valueAt(id, index);
    if (value < 0) return false;
    buffer = (buffer << 5) | value;
    // The first digit carries three bits.
    bits += index === start ? 3 : 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes[at] = buffer >> bits;
    buffer &= (1 << bits) - 1;
    at += 1;
  }
  return true;
}

function valueAt(id: string, index: number): number {
  return VALUES[id.charCodeAt(index)] ?? -1;
}

function textOf(from: Uint8Array): string {
  let text = "";
  for (let index = 0; index < from.length; index += 1) {
    if (index === 4 || index === 6 || index === 8 || index === 10) text += "-";
    text += HEX[from[index] ?? 0] ?? "";
  }
  return text;
}

/** For the ids of rows that are known to be there. */
export function knownUuid(id: string): string {
  return textOf(knownUuidBytes(id));
}

/** The same 16 bytes, to be copied at once: the next call overwrites them. */
export function knownUuidBytes(id: string): Uint8Array {
  if (!decode(id)) throw new Error(`${JSON.stringify(id)} is not an id of an event or a delivery.`);
  return bytes;
}

/** The time in a stored `uuid`: the first 48 bits. */
export function timeOf(uuid: string): Millis {
  return Number.parseInt(uuid.slice(0, 8) + uuid.slice(9, 13), 16);
}

/** The id behind a stored `uuid`. */
export function idOf(prefix: "evt" | "del", uuid: string): string {
  let id = `${prefix}_`;
  let buffer = 0;
  // The first digit carries three bits.
  let bits = 2;
  for (let index = 0; index < uuid.length; index += 1) {
    const code = uuid.charCodeAt(index);
    if (code === 45) continue;
    buffer = (buffer << 4) | (code < 58 ? code - 48 : code - 87);
    bits += 4;
    if (bits < 5) continue;
    bits -= 5;
    id += ALPHABET.charAt(buffer >> bits);
    buffer &= (1 << bits) - 1;
  }
  return id;
}

/** The bound of a range of ids (id-range.ts) as a `uuid`: times without the random rest, and the ends of all ids. */
export function uuidBound(bound: string): string {
  if (bound === "") return LOWEST_UUID;
  if (bound === "~") return HIGHEST_UUID;
  return uuidOf(bound.padEnd(bound.indexOf("_") + 1 + ULID_LENGTH, "0")) ?? HIGHEST_UUID;
}
