import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ResourceInUseException,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type DynamoDBClient,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { Claim, IdempotencyStore } from "../idempotency.js";
import * as requests from "./dynamodb/requests.js";
import { inProgress } from "./in-progress.js";
import { retentionMsOf, type RetentionOptions } from "./retention.js";

export { dynamodbTable, dynamodbTimeToLive } from "./dynamodb/requests.js";

/** Options of the DynamoDB store. */
export interface DynamodbStoreOptions extends RetentionOptions {
  client: DynamoDBClient;
  /** Default `harbor_idempotency`. */
  table?: string | undefined;
}

/**
 * Remembers handled events in DynamoDB by conditional writes (docs/contract.md §7). Needs a table as
 * {@link dynamodbTable} and {@link dynamodbTimeToLive} describe it; {@link DynamodbStore.migrate} creates it.
 *
 * DynamoDB has no clock to ask: leases are measured by the workers' own clocks. A worker whose clock runs ahead may take an
 * event over that much too early; the token still keeps the first one from committing over it.
 *
 * @example
 * const store = dynamodbStore({ client: new DynamoDBClient({}), table: "idempotency" });
 */
export function dynamodbStore(options: DynamodbStoreOptions): DynamodbStore {
  return new DynamodbStore(options);
}

export class DynamodbStore implements IdempotencyStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #retentionMs: number;

  constructor({ client, table = "harbor_idempotency", ...retention }: DynamodbStoreOptions) {
    this.#client = client;
    this.#table = table;
    this.#retentionMs = retentionMsOf(retention);
  }

  /** Creates the table where it is missing, waits up to `maxWaitSeconds` for it, and turns its time to live on. */
  async migrate({ maxWaitSeconds = 120 }: { maxWaitSeconds?: number } = {}): Promise<void> {
    const TableName = this.#table;
    await this.#client
      .send(new CreateTableCommand(requests.dynamodbTable(TableName)))
      .catch(ignoreExistingTable);
    await waitUntilTableExists(
      { client: this.#client, maxWaitTime: maxWaitSeconds, minDelay: 1 },
      { TableName },
    );
    const { TimeToLiveDescription: current } = await this.#client.send(
      new DescribeTimeToLiveCommand({ TableName }),
    );
    if (current?.TimeToLiveStatus === "ENABLED" || current?.TimeToLiveStatus === "ENABLING") return;
    await this.#client.send(new UpdateTimeToLiveCommand(requests.dynamodbTimeToLive(TableName)));
  }

  async claim(key: string, leaseMs: number): Promise<Claim> {
    const token = crypto.randomUUID();
    for (;;) {
      const nowMs = Date.now();
      const request = requests.acquire(this.#table, key, {
        token,
        nowMs,
        end: this.#leaseEnd(nowMs + leaseMs),
      });
      if (await this.#update(request)) return { state: "acquired", token };
      const { Item: item } = await this.#client.send(new GetItemCommand(requests.read(this.#table, key)));
      const remainingMs = Number(item?.valid_until_ms?.N ?? 0) - Date.now();
      if (remainingMs > 0)
        return item?.claim_state?.S === "done" ? { state: "done" } : inProgress(remainingMs);
    }
  }

  async renew(key: string, token: string, leaseMs: number): Promise<boolean> {
    const end = this.#leaseEnd(Date.now() + leaseMs);
    if (await this.#update(requests.renew(this.#table, key, { token, end }))) return true;
    const { Item: item } = await this.#client.send(new GetItemCommand(requests.read(this.#table, key)));
    return item?.claim_token?.S === token;
  }

  async commit(key: string, token: string): Promise<boolean> {
    const validUntilMs = Date.now() + this.#retentionMs;
    const end = { validUntilMs, deleteAfterMs: validUntilMs };
    return this.#update(requests.commit(this.#table, key, { token, end }));
  }

  async release(key: string, token: string): Promise<boolean> {
    return holds(this.#client.send(new DeleteItemCommand(requests.release(this.#table, key, token))));
  }

  #update(request: UpdateItemCommandInput): Promise<boolean> {
    return holds(this.#client.send(new UpdateItemCommand(request)));
  }

  /** An abandoned claim outlives its lease: until another worker takes it over, its owner may still commit. */
  #leaseEnd(validUntilMs: number): requests.RecordEnd {
    return { validUntilMs, deleteAfterMs: validUntilMs + this.#retentionMs };
  }
}

/** A condition that does not hold is an answer, not an error. */
async function holds(conditionalWrite: Promise<unknown>): Promise<boolean> {
  try {
    await conditionalWrite;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

function ignoreExistingTable(error: unknown): void {
  if (!(error instanceof ResourceInUseException)) throw error;
}
