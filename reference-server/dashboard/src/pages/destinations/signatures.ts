/** The schemes, with what a receiver needs for each. */
export const SIGNATURES: [value: string, label: string][] = [
  ["harbor", "Harbor-Signature (HMAC, a shared secret)"],
  ["standard", "Standard Webhooks (HMAC, a shared secret)"],
  ["standard_ed25519", "Standard Webhooks (Ed25519, a public key)"],
];
