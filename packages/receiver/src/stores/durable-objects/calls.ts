/** What the store asks of the one object that holds a key, as the JSON body of a request to it. */
export type Call =
  | { operation: "claim"; leaseMs: number; retentionMs: number }
  | { operation: "renew"; token: string; leaseMs: number; retentionMs: number }
  | { operation: "commit"; token: string; retentionMs: number }
  | { operation: "release"; token: string; retentionMs: number };
