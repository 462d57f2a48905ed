/** A call of the store on the object that holds a key: the JSON body of a request to it. */
export type Call =
  | { operation: "claim"; leaseMs: number; retentionMs: number }
  | { operation: "renew"; token: string; leaseMs: number; retentionMs: number }
  | { operation: "commit"; token: string; retentionMs: number }
  | { operation: "release"; token: string; retentionMs: number };
