import { HarborError } from "@harbor/client";
import { expect, test } from "vitest";
import { localFaultOf } from "./local-fault.js";

const failed = (code: string) => Object.assign(new Error(`connect ${code}`), { code });

test.each(["EMFILE", "ENFILE", "EADDRNOTAVAIL", "ENOBUFS", "ENOMEM"])("%s is this machine's", (code) => {
  expect(localFaultOf(failed(code))).toMatchObject({ code, text: expect.stringContaining(`(${code})`) });
  const cause = new TypeError("fetch failed", { cause: new AggregateError([failed(code), failed(code)]) });
  const error = new HarborError({ code: "network_error", message: "", cause });
  expect(localFaultOf(error)).toMatchObject({ code });
});

test.each([
  ["ECONNREFUSED", failed("ECONNREFUSED")],
  ["no code", new Error("socket hang up")],
  [
    "a refused IPv4 address beside an IPv6 one that the machine cannot use",
    new AggregateError([failed("EADDRNOTAVAIL"), failed("ECONNREFUSED")]),
  ],
])("%s is the other side's", (_, error) => expect(localFaultOf(error)).toBeNull());
