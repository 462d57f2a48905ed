import { expect, test } from "vitest";
import { connectionErrorOf, errnosOf, localFaultIn } from "./connection-errors.js";

test.each([
  ["ECONNREFUSED", "connection_refused"],
  ["ECONNRESET", "connection_reset"],
  ["ETIMEDOUT", "timeout"],
  ["ENOTFOUND", "dns_error"],
  ["CERT_HAS_EXPIRED", "tls_error"],
  ["ERR_TLS_CERT_ALTNAME_INVALID", "tls_error"],
  ["DEPTH_ZERO_SELF_SIGNED_CERT", "tls_error"],
  ["EACCES", undefined],
])("%s is %s", (code, name) => {
  expect(connectionErrorOf(code)).toBe(name);
});

test("every address that was dialled counts", () => {
  const failed = (code: string) => Object.assign(new Error(code), { code });
  const all = new AggregateError([failed("ECONNREFUSED"), failed("ENETUNREACH")]);
  expect(errnosOf(all)).toEqual(["ECONNREFUSED", "ENETUNREACH"]);
  expect(errnosOf("no error")).toEqual([]);
});

test.each([
  [["EMFILE"], "EMFILE"],
  [["ECONNREFUSED", "ENOBUFS"], "ENOBUFS"],
  [["EADDRNOTAVAIL", "EADDRNOTAVAIL"], "EADDRNOTAVAIL"],
  // IPv6 on a machine without it: the other address decides.
  [["EADDRNOTAVAIL", "ECONNREFUSED"], undefined],
  [["ECONNREFUSED"], undefined],
])("of %j this machine is to blame for %s", (codes, fault) => {
  expect(localFaultIn(codes)).toBe(fault);
});
