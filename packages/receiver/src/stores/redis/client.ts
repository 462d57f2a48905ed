import { createHash } from "node:crypto";
import { SCRIPT } from "./script.js";

/** A connected client of the `redis` package, cluster clients included. */
export interface NodeRedisClient {
  evalSha(sha1: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/** A client of the `ioredis` package, `Cluster` included. */
export interface IoRedisClient {
  evalsha(sha1: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
  eval(script: string, numberOfKeys: number, ...keysAndArguments: string[]): Promise<unknown>;
}

/** A connected client of either package. */
export type RedisClient = NodeRedisClient | IoRedisClient;

const SHA1 = createHash("sha1").update(SCRIPT).digest("hex");

/** Runs the script on one key, by its hash; sends the text when the server does not have it, as after a restart. */
export async function runScript(client: RedisClient, key: string, parameters: string[]): Promise<unknown> {
  try {
    return await bySha(client, key, parameters);
  } catch (error) {
    if (error instanceof Error && error.message.startsWith("NOSCRIPT"))
      return byText(client, key, parameters);
    throw error;
  }
}

function bySha(client: RedisClient, key: string, parameters: string[]): Promise<unknown> {
  if ("evalSha" in client) return client.evalSha(SHA1, { keys: [key], arguments: parameters });
  return client.evalsha(SHA1, 1, key, ...parameters);
}

function byText(client: RedisClient, key: string, parameters: string[]): Promise<unknown> {
  if ("evalSha" in client) return client.eval(SCRIPT, { keys: [key], arguments: parameters });
  return client.eval(SCRIPT, 1, key, ...parameters);
}
