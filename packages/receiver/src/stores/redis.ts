import type { Claim, IdempotencyStore } from "../idempotency.js";
import { inProgress } from "./in-progress.js";
import { runScript, type IoRedisClient, type NodeRedisClient, type RedisClient } from "./redis/client.js";
import { retentionMsOf, type RetentionOptions } from "./retention.js";

export type { IoRedisClient, NodeRedisClient, RedisClient };

/** Options of the Redis store. */
export interface RedisStoreOptions extends RetentionOptions {
  /** A connected client of `redis` or `ioredis`. */
  client: RedisClient;
  /** Prefix of every key. Default `harbor:idempotency:`. */
  prefix?: string | undefined;
}

/** The result of {@link redisStore}. */
export interface RedisStore extends IdempotencyStore {
  /** Rejects if the server cannot be reached. */
  check(): Promise<void>;
}

/**
 * Remembers handled events in Redis or Valkey. Set `maxmemory-policy noeviction` and `appendonly yes` there: an evicted or lost
 * record means that an event may be handled twice. See https://github.com/harbor-webhooks/harbor/blob/main/docs/idempotency.md
 *
 * @example
 * const client = await createClient({ url }).connect(); // redis
 * const store = redisStore({ client });
 * @example
 * const store = redisStore({ client: new Redis(url) }); // ioredis
 */
export function redisStore(options: RedisStoreOptions): RedisStore {
  return new RedisIdempotency(options);
}

class RedisIdempotency implements RedisStore {
  readonly #client: RedisClient;
  readonly #prefix: string;
  readonly #retentionMs: number;

  constructor({ client, prefix = "harbor:idempotency:", ...retention }: RedisStoreOptions) {
    this.#client = client;
    this.#prefix = prefix;
    this.#retentionMs = retentionMsOf(retention);
  }

  /** Renewing a claim that does not exist reads one key and writes nothing. */
  async check(): Promise<void> {
    await this.renew("check", "", 1);
  }

  async claim(key: string, leaseMs: number): Promise<Claim> {
    const token = crypto.randomUUID();
    const [state, remainingMs] = (await this.#run("claim", key, { token, leaseMs })) as [unknown, number];
    if (String(state) === "acquired") return { state: "acquired", token };
    return String(state) === "done" ? { state: "done" } : inProgress(remainingMs);
  }

  async renew(key: string, token: string, leaseMs: number): Promise<boolean> {
    return Number(await this.#run("renew", key, { token, leaseMs })) === 1;
  }

  async commit(key: string, token: string): Promise<boolean> {
    return Number(await this.#run("commit", key, { token })) === 1;
  }

  async release(key: string, token: string): Promise<boolean> {
    return Number(await this.#run("release", key, { token })) === 1;
  }

  #run(
    operation: string,
    key: string,
    { token, leaseMs = 0 }: { token: string; leaseMs?: number },
  ): Promise<unknown> {
    const parameters = [operation, token, String(Math.ceil(leaseMs)), String(this.#retentionMs)];
    return runScript(this.#client, this.#prefix + key, parameters);
  }
}
