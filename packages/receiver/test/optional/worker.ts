import { durableObjectStore, type IdempotencyNamespace } from "../../src/stores/durable-objects.js";

export { IdempotencyObject } from "../../src/stores/durable-objects.js";

/** Calls the store's method that the path names, with the arguments in the body; `retentionDays` comes in the query. */
export default {
  async fetch(request: Request, env: { IDEMPOTENCY: IdempotencyNamespace }): Promise<Response> {
    const { pathname, searchParams } = new URL(request.url);
    const retentionDays = searchParams.get("retentionDays");
    const store = durableObjectStore({
      namespace: env.IDEMPOTENCY,
      retentionDays: retentionDays === null ? undefined : Number(retentionDays),
    });
    const method = pathname.slice(1) as "claim" | "renew" | "commit" | "release";
    const [key, token, leaseMs] = (await request.json()) as [string, never, never];
    return Response.json(await store[method](key, token, leaseMs));
  },
};
