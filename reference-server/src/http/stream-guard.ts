import type { Deps } from "../deps.js";
import type { EnvironmentCache } from "../environments/environment-cache.js";
import type { Caller } from "./api.js";

/** Ends open streams whose API key or portal session is no longer valid, and those that hold what may have been erased. */
export interface StreamGuard {
  /** Calls `end` at most once. Returns the function that stops watching. */
  watch(caller: Caller, stream: GuardedStream): () => void;
  /** Resolves once the last change of the environment has ended the streams that it ends. */
  checked(environmentId: number): Promise<void>;
}

export interface GuardedStream {
  end: () => void;
  /** It holds changes that its reader has not read yet. */
  isBehind: () => boolean;
}

interface Watched extends GuardedStream {
  caller: Caller;
}

interface Group {
  streams: Set<Watched>;
  /** The last erasure that its streams have been checked for; null while that is unknown. */
  erasedVersion: number | null;
  checked: Promise<void>;
  /** The next check has not begun yet, so it covers any change until then. */
  isQueued: boolean;
}

type GuardDeps = Pick<Deps, "store" | "clock" | "logFault"> & {
  environments: Pick<EnvironmentCache, "get" | "peek">;
};

/** A revocation changes the environment, in every process; one check of all its streams follows. A session also ends by time. */
export function createStreamGuard({ store, clock, logFault, environments }: GuardDeps): StreamGuard {
  const groups = new Map<number, Group>();

  store.subscribe((notice) => {
    if (notice.kind === "environment_changed") queueCheck(notice.environmentId);
  });

  function queueCheck(environmentId: number): void {
    const group = groups.get(environmentId);
    if (group === undefined || group.isQueued) return;
    group.isQueued = true;
    group.checked = group.checked.then(async () => {
      group.isQueued = false;
      await endInvalid(environmentId, group);
    });
  }

  /** If validity cannot be checked, all streams end. */
  async function endInvalid(environmentId: number, group: Group): Promise<void> {
    const checked = [...group.streams];
    const isValid = await validIn(environmentId, group, checked).catch((error: unknown) => {
      logFault(error, "checking open streams failed; they end");
    });
    for (const stream of checked) if (isValid?.(stream) !== true) stream.end();
  }

  async function validIn(
    environmentId: number,
    group: Group,
    streams: readonly Watched[],
  ): Promise<(stream: Watched) => boolean> {
    const sessions = streams.flatMap(({ caller: { session } }) => (session === null ? [] : [session.id]));
    const { apiKeyIds, snapshot } = await environments.get(environmentId);
    const inForce = new Set(
      sessions.length === 0 ? [] : await store.portalSessions.inForce(sessions, clock.now()),
    );
    const isErased = group.erasedVersion !== null && snapshot.erasedVersion > group.erasedVersion;
    group.erasedVersion = snapshot.erasedVersion;
    return ({ caller: { keyId, session }, isBehind }) =>
      !(isErased && isBehind()) && (session === null ? apiKeyIds.has(keyId) : inForce.has(session.id));
  }

  return {
    watch(caller, { end, isBehind }) {
      const environmentId = caller.environment.id;
      const group = groups.get(environmentId) ?? {
        streams: new Set(),
        erasedVersion: environments.peek(environmentId)?.snapshot.erasedVersion ?? null,
        checked: Promise.resolve(),
        isQueued: false,
      };
      groups.set(environmentId, group);
      const stream = { caller, end, isBehind };
      group.streams.add(stream);
      const { session } = caller;
      const cancel = session === null ? () => undefined : clock.after(session.expiresAt - clock.now(), end);
      // It may have been revoked after it was authenticated.
      queueCheck(environmentId);
      return () => {
        cancel();
        group.streams.delete(stream);
        if (group.streams.size === 0 && groups.get(environmentId) === group) groups.delete(environmentId);
      };
    },
    checked: (environmentId) => groups.get(environmentId)?.checked ?? Promise.resolve(),
  };
}
