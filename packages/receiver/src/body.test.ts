import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { bytesOf } from "./body.js";

describe("bytesOf", () => {
  const foreign = (code: string): unknown => runInNewContext(code);

  it.each([
    ["a Uint8Array", new Uint8Array([1, 2])],
    ["a Buffer", Buffer.from([1, 2])],
    ["part of a buffer", new Uint8Array([0, 1, 2, 3]).subarray(1, 3)],
    ["an ArrayBuffer", new Uint8Array([1, 2]).buffer],
    ["a Uint8Array of another realm", foreign("new Uint8Array([1, 2])")],
    ["an ArrayBuffer of another realm", foreign("new Uint8Array([1, 2]).buffer")],
    ["text", "\u0001\u0002"],
  ])("returns the bytes of %s", (_, body) => {
    expect([...(bytesOf(body) ?? [])]).toEqual([1, 2]);
  });

  it.each([[undefined], [null], [{}], [[1, 2]], [1]])("returns undefined for %o", (body) => {
    expect(bytesOf(body)).toBeUndefined();
  });
});
