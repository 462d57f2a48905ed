export {
  ed25519,
  type Ed25519,
  type Ed25519PrivateKey,
  type Ed25519PublicKey,
} from "@harbor/signing/ed25519";
