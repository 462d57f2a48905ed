import { writeFileSync } from "node:fs";
import { signCases } from "./sign-cases.js";
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

export const vectorText = `${JSON.stringify(vectorFile, null, 2)}\n`;

if (process.argv.includes("--write")) {
  writeFileSync(new URL("../../vectors.json", import.meta.url), vectorText);
}
