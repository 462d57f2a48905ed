import type { Caller } from "./api.js";

/** Counts long-lived connections, such as streams, by key and by environment. */
export interface OpenConnections {
  /** Returns the function to call once when the connection is closed, or the reason why there is no room for it. */
  add(caller: Caller): (() => void) | string;
}

export interface ConnectionLimits {
  /** For messages: `streams`. */
  what: string;
  perKey: number;
  perEnvironment: number;
}

export function createOpenConnections({ what, perKey, perEnvironment }: ConnectionLimits): OpenConnections {
  const counts = new Map<string | number, number>();

  function change(owner: string | number, by: number): void {
    const count = (counts.get(owner) ?? 0) + by;
    if (count === 0) counts.delete(owner);
    else counts.set(owner, count);
  }

  return {
    add({ keyId, environment }) {
      if ((counts.get(keyId) ?? 0) >= perKey) {
        return `This key has too many open ${what} (maximum ${perKey}).`;
      }
      if ((counts.get(environment.id) ?? 0) >= perEnvironment) {
        return `The environment has too many open ${what} (maximum ${perEnvironment}).`;
      }
      change(keyId, 1);
      change(environment.id, 1);
      return () => {
        change(keyId, -1);
        change(environment.id, -1);
      };
    },
  };
}
