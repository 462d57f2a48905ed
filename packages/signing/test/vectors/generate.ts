import { writeFileSync } from "node:fs";
import { signCases } from "./sign-cases.js";
import { signCases as standardSignCases, verifyCases as standardVerifyCases } from "./standard-cases.js";
import { standardFields, type StandardVectorFile } from "./standard-vector-file.js";
import { fields, type VectorFile } from "./vector-file.js";
import { verifyCases } from "./verify-cases.js";

export const vectorFile: VectorFile = {
  title: "Harbor-Signature test vectors",
  version: 1,
  about: [
    "For implementations in any language. `sign` cases give the header that a sender must write, `verify` cases what a receiver must decide.",
    "v1 = HMAC-SHA256(secret, t + '.' + body). v2 = HMAC-SHA256(secret, t LF event_id LF delivery_id LF event_type LF v1), LF being byte 0x0A. Both in lower-case hex.",
    "Generated; the expectations are written by hand and the digests come from another HMAC implementation than the code they test.",
  ],
  fields,
  sign: signCases,
  verify: verifyCases,
};

export const standardVectorFile: StandardVectorFile = {
  title: "Standard Webhooks 1.0 test vectors",
  version: 1,
  about: [
    "For implementations in any language. `sign` cases give the header that a sender must write, `verify` cases what a receiver must decide.",
    "Signed content: id + '.' + timestamp + '.' + body. v1 = HMAC-SHA256 with the base64-decoded secret, v1a = Ed25519 (RFC 8032). Both in base64.",
    "Generated; the expectations are written by hand and the signatures come from another implementation than the code they test.",
  ],
  fields: standardFields,
  sign: standardSignCases,
  verify: standardVerifyCases,
};

if (process.argv.includes("--write")) {
  const write = (name: string, file: object): void =>
    writeFileSync(new URL(`../../${name}`, import.meta.url), `${JSON.stringify(file, null, 2)}\n`);
  write("vectors.json", vectorFile);
  write("standard-vectors.json", standardVectorFile);
}
