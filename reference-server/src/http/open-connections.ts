import { type Caller, limitedAs } from "./api.js";

/** Counts long-lived connections, such as streams, by key or tenant and by environment. */
export interface OpenConnections {
  /** Returns the function to call once when the connection is closed, or the reason why there is no room for it. */
  add(caller: Caller): (() => void) | string;
}

export interface ConnectionLimits {
  /** For messages: `streams`. */
  what: string;
  /** For each key, or for all sessions of each tenant. */
  perOwner: number;
  perEnvironment: number;
}

export function createOpenConnections({ what, perOwner, perEnvironment }: ConnectionLimits): OpenConnections {
  const counts = new Map<string | number, number>();

  function change(owner: string | number, by: number): void {
    const count = (counts.get(owner) ?? 0) + by;
    if (count === 0) counts.delete(owner);
    else counts.set(owner, count);
  }

  return {
    add(caller) {
      const { environment, session } = caller;
      const owner = limitedAs(caller);
      if ((counts.get(owner) ?? 0) >= perOwner) {
        return `This ${session === null ? "key" : "tenant"} has too many open ${what} (maximum ${perOwner}).`;
      }
      if ((counts.get(environment.id) ?? 0) >= perEnvironment) {
        return `The environment has too many open ${what} (maximum ${perEnvironment}).`;
      }
      change(owner, 1);
      change(environment.id, 1);
      return () => {
        change(owner, -1);
        change(environment.id, -1);
      };
    },
  };
}
