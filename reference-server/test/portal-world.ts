import fc from "fast-check";
import { expect } from "vitest";
import { openStream, type OpenedStream } from "./event-stream.js";
import type { Receiver } from "./receiver.js";
import { Api, type TestServer } from "./test-server.js";

export const TENANTS = ["acme", "globex", "initech"] as const;

export type Tenant = (typeof TENANTS)[number] | null;

export type Action =
  | { kind: "destination"; tenant: Tenant; status: number; pattern: string; bySession: boolean }
  | { kind: "event"; tenant: Tenant; type: string; key: string | null }
  | ({
      kind: "replay" | "retry" | "replayDead" | "test" | "recover" | "delete";
      which: number;
      key: string | null;
    } & By)
  | ({ kind: "replayAllDead"; key: string | null } & By);

/** The session that acts; null: the admin key. */
interface By {
  actor: Tenant;
}

const tenant = fc.constantFrom<Tenant>(...TENANTS, null);
/** An idempotency key: the same few in all hands. */
const key = fc.option(fc.constantFrom("one", "two"), { freq: 3 });
export const action: fc.Arbitrary<Action> = fc.oneof(
  fc.record({
    kind: fc.constant("destination" as const),
    tenant,
    status: fc.constantFrom(200, 400, 500),
    pattern: fc.constantFrom("**", "order.*", "user.**"),
    bySession: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant("event" as const),
    tenant,
    type: fc.constantFrom("order.paid", "user.new", "user.address.new"),
    key,
  }),
  fc.record({
    kind: fc.constantFrom("replay", "retry", "replayDead", "test", "recover", "delete"),
    which: fc.nat(1000),
    key,
    actor: tenant,
  }),
  fc.record({ kind: fc.constant("replayAllDead" as const), key, actor: tenant }),
);

interface Listed {
  id: string;
  tenant: Tenant;
  destination_id?: string;
  event_id?: string;
}

/** One project, its destinations and a session of each tenant. */
export class World {
  /** Deleted ones too. */
  readonly tenantOf = new Map<string, Tenant>();
  /** Actor and key. */
  readonly #usedKeys = new Set<string>();
  readonly sessions = new Map<Tenant, { api: Api; stream: OpenedStream }>();

  private constructor(
    readonly admin: Api,
    private readonly receiver: Receiver,
  ) {}

  static async create(server: TestServer, receiver: Receiver): Promise<World> {
    const world = new World((await server.project()).test, receiver);
    for (const owner of TENANTS) {
      const { body } = await world.admin.post("/portal-sessions", {
        tenant: owner,
        capabilities: ["manage"],
      });
      const api = new Api(server.url, body.token);
      world.sessions.set(owner, { api, stream: await openStream(api) });
    }
    return world;
  }

  async act(action: Action): Promise<void> {
    switch (action.kind) {
      case "destination":
        await this.#addDestination(action);
        return;
      case "event": {
        const { type, tenant: owner, key: idempotency_key } = action;
        const body = { marker: markerOf(owner) };
        await this.admin.post("/events", { type, body, tenant: owner, idempotency_key });
        return;
      }
      case "replayAllDead":
        await this.#change("POST", "/dlq/replay", action);
        return;
      default:
        await this.#changeOne(action);
    }
  }

  /** Any one of all that there are. A session changes it if it sees it; otherwise the response is as for an unknown id. */
  async #changeOne(action: Extract<Action, { which: number }>): Promise<void> {
    const [list, method, path] = CHANGES[action.kind];
    const rows = await listAll(this.admin, list);
    const row = rows[action.which % rows.length];
    if (row === undefined) return;
    const isSeen = action.actor === null || (await this.#isSeen(list, row, action.actor));
    const { status, body } = await this.#change(method, path(row.id), action);
    if (status !== 409) expect([list, row.id, status === 404]).toEqual([list, row.id, !isSeen]);
    if (action.kind === "replay" && status === 202 && action.actor !== null) {
      const owners = body.data.map((one: Row) => this.tenantOf.get(one.destination_id ?? ""));
      expect(new Set(owners)).toEqual(new Set(owners.length > 0 ? [action.actor] : []));
    }
  }

  async #isSeen(list: string, row: Row, actor: Tenant): Promise<boolean> {
    if (list === "/destinations") return row.tenant === actor;
    const ids =
      list === "/events"
        ? (await listAll(this.admin, `/deliveries?event_id=${row.id}`)).map((one) => one.destination_id)
        : [row.destination_id];
    return ids.some((id) => this.tenantOf.get(id ?? "") === actor);
  }

  /** An idempotency key meets only earlier requests of the same actor. */
  async #change(method: string, path: string, { actor, key: idempotencyKey }: By & { key: string | null }) {
    const api = this.sessions.get(actor)?.api ?? this.admin;
    const isPost = method === "POST";
    const reply = await api.request(method, path, {
      ...(isPost && { body: path.endsWith("/recover") ? { since: "2026-01-01T00:00:00Z" } : {} }),
      headers: isPost && idempotencyKey !== null ? { "idempotency-key": idempotencyKey } : {},
    });
    const met =
      reply.headers.get("idempotent-replayed") === "true" ||
      reply.body?.error?.code === "idempotency_key_conflict";
    const use = `${actor ?? ""} ${idempotencyKey ?? ""}`;
    if (actor !== null && met) expect(this.#usedKeys).toContain(use);
    this.#usedKeys.add(use);
    return reply;
  }

  async #addDestination(action: Extract<Action, { kind: "destination" }>): Promise<void> {
    const { tenant: owner, status, pattern, bySession } = action;
    const session = bySession ? this.sessions.get(owner)?.api : undefined;
    const api = session ?? this.admin;
    const { body } = await api.post("/destinations", {
      url: `${this.receiver.url}/${markerOf(owner)}`,
      name: markerOf(owner),
      headers: { "X-Respond": String(status) },
      ...(session === undefined && {
        tenant: owner,
        metadata: { hidden: "marker-metadata" },
        uid: `marker-uid-${this.tenantOf.size}`,
      }),
    });
    await api.post("/subscriptions", { destination_id: body.id, event_type: pattern });
    this.tenantOf.set(body.id, owner);
  }

  /** Nothing changes any more: each delivery has succeeded, is dead, or waits for a retry. */
  async settled(): Promise<void> {
    await expect
      .poll(
        async () => (await this.admin.get("/deliveries?status=pending&limit=1")).body.data.length as number,
        {
          timeout: 20_000,
          interval: 10,
        },
      )
      .toBe(0);
    const isDue = async () =>
      (await listAll(this.admin, "/deliveries?status=retrying")).some(
        ({ next_retry_at }) => Date.parse(next_retry_at as string) - Date.now() < 5000,
      );
    await expect.poll(isDue, { timeout: 20_000, interval: 10 }).toBe(false);
  }
}

/** The list that the id is from, and the request. */
const CHANGES: Record<
  Extract<Action, { which: number }>["kind"],
  [list: string, method: string, path: (id: string) => string]
> = {
  replay: ["/events", "POST", (id) => `/events/${id}/replay`],
  retry: ["/deliveries", "POST", (id) => `/deliveries/${id}/retry`],
  replayDead: ["/dlq", "POST", (id) => `/dlq/${id}/replay`],
  test: ["/destinations", "POST", (id) => `/destinations/${id}/test`],
  recover: ["/destinations", "POST", (id) => `/destinations/${id}/recover`],
  delete: ["/destinations", "DELETE", (id) => `/destinations/${id}`],
};

/** In the name, the URL and the events of a tenant, so that no other may find it in any response. */
export function markerOf(owner: Tenant): string {
  return `marker-${owner ?? "own"}`;
}

export type Row = Listed & Record<string, unknown>;

export async function listAll(api: Api, path: string, limit = 100): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | null = null;
  do {
    const query = `${path.includes("?") ? "&" : "?"}limit=${limit}`;
    const page: { status: number; body: { data: Row[]; next_cursor: string | null } } = await api.get(
      path + query + (cursor === null ? "" : `&cursor=${cursor}`),
    );
    expect(page.status).toBe(200);
    rows.push(...page.body.data);
    cursor = page.body.next_cursor;
  } while (cursor !== null);
  return rows;
}
