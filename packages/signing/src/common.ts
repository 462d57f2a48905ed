/** Shared by both builds: everything that needs no hash function. */
export type { CreateSigner, Signer, SignInput } from "./create-signer.js";
export {
  type HeaderFault,
  type ParsedSignatureHeader,
  parseSignatureHeader,
  type SignatureHeader,
} from "./parse-signature-header.js";
export { assertSecret, checkSecret, generateSecret, type SecretCheck, type SecretFault } from "./secret.js";
export * from "./verify-common.js";
