import { Tally } from "../tally.js";

/**
 * Bounds the bytes that requests and responses hold at one time, in all and for each environment, so that clients that send or
 * read slowly cannot fill the memory, and one environment cannot take the room of the others.
 */
export interface ByteBudget {
  open(environmentId: number): ByteRoom;
}

/** The bytes that one request or response holds. */
export interface ByteRoom {
  /** False when there is no room for that many more bytes; nothing is added then. */
  grow(bytes: number): boolean;
  /** Gives everything back. May be called twice. */
  release(): void;
}

export interface ByteLimits {
  totalBytes: number;
  environmentBytes: number;
}

export function createByteBudget({ totalBytes, environmentBytes }: ByteLimits): ByteBudget {
  const held = new Tally();

  return {
    open(environmentId) {
      let own = 0;
      return {
        grow(bytes) {
          const fits = held.total + bytes <= totalBytes && held.of(environmentId) + bytes <= environmentBytes;
          if (!fits) return false;
          held.add(environmentId, bytes);
          own += bytes;
          return true;
        },
        release() {
          held.add(environmentId, -own);
          own = 0;
        },
      };
    },
  };
}
