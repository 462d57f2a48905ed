import { knownUuidBytes } from "./ulid-uuid.js";

/**
 * Parameters of `unnest` in the binary format, which costs the database and this process less than text, and spells out no bytes in
 * hexadecimal. The statement has to name the type, as in `$1::int[]`.
 *
 * The format (array_send in PostgreSQL's arrayfuncs.c), all numbers big-endian: the number of dimensions, whether there is a NULL, the
 * type's oid, the length and the lower bound; then for each element its length in bytes, -1 for NULL, and its bytes.
 */
const HEADER = 20;
const LENGTH = 4;
const OID = { bytea: 17, int8: 20, int2: 21, int4: 23, text: 25, uuid: 2950 };

type Nullable<Value> = readonly (Value | null)[];

export function smallints(values: Nullable<number>): Buffer {
  return array(OID.int2, values, {
    lengthOf: () => 2,
    write: (buffer, value, at) => buffer.writeInt16BE(value, at),
  });
}

export function ints(values: Nullable<number>): Buffer {
  return array(OID.int4, values, {
    lengthOf: () => 4,
    write: (buffer, value, at) => buffer.writeInt32BE(value, at),
  });
}

/** Of safe integers. */
export function bigints(values: Nullable<number>): Buffer {
  return array(OID.int8, values, {
    lengthOf: () => 8,
    write(buffer, value, at) {
      const high = Math.floor(value / 2 ** 32);
      buffer.writeInt32BE(high, at);
      buffer.writeUInt32BE(value - high * 2 ** 32, at + 4);
    },
  });
}

/** Of the ids of rows that are known to be there. */
export function uuids(ids: Nullable<string>): Buffer {
  return array(OID.uuid, ids, {
    lengthOf: () => 16,
    write: (buffer, id, at) => buffer.set(knownUuidBytes(id), at),
  });
}

export function texts(values: Nullable<string>): Buffer {
  return array(OID.text, values, {
    lengthOf: (value) => Buffer.byteLength(value),
    write: (buffer, value, at) => buffer.write(value, at),
  });
}

export function byteas(values: Nullable<Uint8Array>): Buffer {
  return array(OID.bytea, values, {
    lengthOf: ({ length }) => length,
    write: (buffer, value, at) => buffer.set(value, at),
  });
}

interface Kind<Value> {
  lengthOf: (value: Value) => number;
  write: (buffer: Buffer, value: Value, at: number) => void;
}

function array<Value>(oid: number, values: Nullable<Value>, { lengthOf, write }: Kind<Value>): Buffer {
  const lengths = values.map((value) => (value === null ? -1 : lengthOf(value)));
  const size = lengths.reduce((sum, length) => sum + LENGTH + Math.max(0, length), HEADER);
  const buffer = Buffer.allocUnsafe(size);
  buffer.writeInt32BE(1, 0);
  buffer.writeInt32BE(lengths.includes(-1) ? 1 : 0, 4);
  buffer.writeInt32BE(oid, 8);
  buffer.writeInt32BE(values.length, 12);
  buffer.writeInt32BE(1, 16);
  let at = HEADER;
  values.forEach((value, index) => {
    const length = lengths[index] ?? -1;
    buffer.writeInt32BE(length, at);
    at += LENGTH;
    if (value === null) return;
    write(buffer, value, at);
    at += length;
  });
  return buffer;
}
