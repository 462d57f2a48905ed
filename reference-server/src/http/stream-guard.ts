import type { Deps } from "../deps.js";
import type { EnvironmentCache } from "../environments/environment-cache.js";
import type { Caller } from "./api.js";

/** Ends open streams whose API key or portal session is no longer valid. */
export interface StreamGuard {
  /** Calls `end` at most once. Returns the function that stops watching. */
  watch(caller: Caller, end: () => void): () => void;
  /** Resolves once the last change of the environment has ended the streams that it ends. */
  checked(environmentId: number): Promise<void>;
}

interface Watched {
  caller: Caller;
  end: () => void;
}

interface Group {
  streams: Set<Watched>;
  checked: Promise<void>;
  /** The next check has not begun yet, so it covers any change until then. */
  isQueued: boolean;
}

type GuardDeps = Pick<Deps, "store" | "clock"> & { environments: Pick<EnvironmentCache, "get"> };

/** A revocation changes the environment, in every process; one check of all its streams follows. A session also ends by time. */
export function createStreamGuard({ store, clock, environments }: GuardDeps): StreamGuard {
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
  async function endInvalid(environmentId: number, { streams }: Group): Promise<void> {
    const checked = [...streams];
    const isValid = await validIn(environmentId, checked).catch(() => () => false);
    for (const stream of checked) if (!isValid(stream.caller)) stream.end();
  }

  async function validIn(
    environmentId: number,
    streams: readonly Watched[],
  ): Promise<(caller: Caller) => boolean> {
    const sessions = streams.flatMap(({ caller: { session } }) => (session === null ? [] : [session.id]));
    const { apiKeyIds } = await environments.get(environmentId);
    const inForce = new Set(
      sessions.length === 0 ? [] : await store.portalSessions.inForce(sessions, clock.now()),
    );
    return ({ keyId, session }) => (session === null ? apiKeyIds.has(keyId) : inForce.has(session.id));
  }

  return {
    watch(caller, end) {
      const environmentId = caller.environment.id;
      const group = groups.get(environmentId) ?? {
        streams: new Set(),
        checked: Promise.resolve(),
        isQueued: false,
      };
      groups.set(environmentId, group);
      const stream = { caller, end };
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
