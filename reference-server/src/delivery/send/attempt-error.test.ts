import { expect, test } from "vitest";
import { isLocalFaultCode } from "../../errno.js";
import { attemptErrorOf } from "./attempt-error.js";

const failed = (code: string) => Object.assign(new Error(`connect ${code}`), { code });
/** As Node reports a name with several addresses: it has the code of the first one. */
const each = (...codes: string[]) => Object.assign(new AggregateError(codes.map(failed)), { code: codes[0] });

test.each([
  [["EMFILE"], true],
  [["ENFILE"], true],
  [["EADDRNOTAVAIL"], true],
  [["ECONNREFUSED", "EMFILE"], true],
  [["ECONNREFUSED"], false],
])("%j is a local fault: %s", (codes, local) => {
  expect(isLocalFaultCode(each(...codes))).toBe(local);
});

test.each([[["EADDRNOTAVAIL", "ECONNREFUSED"]], [["ECONNREFUSED", "EADDRNOTAVAIL"]]])(
  "%j: an IPv6 address on a machine without IPv6 does not hide that the other one refused",
  (codes) => {
    expect(isLocalFaultCode(each(...codes))).toBe(false);
    expect(attemptErrorOf(each(...codes))).toBe("connection_refused");
  },
);
