import {
  ConditionalCheckFailedException,
  CreateTableCommand,
  DeleteItemCommand,
  DescribeTimeToLiveCommand,
  GetItemCommand,
  ResourceInUseException,
  ResourceNotFoundException,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
  waitUntilTableExists,
  type AttributeValue,
  type DynamoDBClient,
  type UpdateItemCommandInput,
} from "@aws-sdk/client-dynamodb";
import type { Claim, IdempotencyStore } from "../idempotency.js";
import * as requests from "./dynamodb/requests.js";
import { inProgress } from "./in-progress.js";
import { withTable } from "./missing-table.js";
import { retentionMsOf, type RetentionOptions } from "./retention.js";

export { dynamodbTable, dynamodbTimeToLive } from "./dynamodb/requests.js";

/** Options of the DynamoDB store. */
export interface DynamodbStoreOptions extends RetentionOptions {
  /** A client of the AWS SDK 3. */
  client: DynamoDBClient;
  /** Default `harbor_idempotency`. */
  table?: string | undefined;
}

/** The result of {@link dynamodbStore}. */
export interface DynamodbStore extends IdempotencyStore {
  /** Creates the table if it is missing, waits for it (default 120 s at most), and turns its time to live on. */
  migrate(options?: { maxWaitSeconds?: number }): Promise<void>;

  /** Rejects if DynamoDB cannot be reached or the table is missing. */
  check(): Promise<void>;
}

/**
 * Remembers handled events in DynamoDB by conditional writes. Needs a table as {@link dynamodbTable} and
 * {@link dynamodbTimeToLive} describe it; {@link DynamodbStore.migrate} creates it. See https://github.com/harbor-webhooks/harbor/blob/main/docs/idempotency.md
 *
 * DynamoDB has no clock that could be read: leases are measured by the workers' own clocks. A worker whose clock is ahead may
 * take an event over that much too early; the token still keeps the first worker from committing.
 *
 * @example
 * const store = dynamodbStore({ client: new DynamoDBClient({}), table: "idempotency" });
 */
export function dynamodbStore(options: DynamodbStoreOptions): DynamodbStore {
  return new DynamodbIdempotency(options);
}

class DynamodbIdempotency implements DynamodbStore {
  readonly #client: DynamoDBClient;
  readonly #table: string;
  readonly #retentionMs: number;

  constructor({ client, table = "harbor_idempotency", ...retention }: DynamodbStoreOptions) {
    this.#client = client;
    this.#table = table;
    this.#retentionMs = retentionMsOf(retention);
  }

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

  async check(): Promise<void> {
    await this.#read("check");
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
      const item = await this.#read(key);
      const remainingMs = Number(item?.valid_until_ms?.N ?? 0) - Date.now();
      if (remainingMs > 0)
        return item?.claim_state?.S === "done" ? { state: "done" } : inProgress(remainingMs);
    }
  }

  async renew(key: string, token: string, leaseMs: number): Promise<boolean> {
    const end = this.#leaseEnd(Date.now() + leaseMs);
    if (await this.#update(requests.renew(this.#table, key, { token, end }))) return true;
    const item = await this.#read(key);
    return item?.claim_token?.S === token;
  }

  async commit(key: string, token: string): Promise<boolean> {
    const validUntilMs = Date.now() + this.#retentionMs;
    const end = { validUntilMs, deleteAfterMs: validUntilMs };
    return this.#update(requests.commit(this.#table, key, { token, end }));
  }

  async release(key: string, token: string): Promise<boolean> {
    return this.#holds(() =>
      this.#client.send(new DeleteItemCommand(requests.release(this.#table, key, token))),
    );
  }

  #update(request: UpdateItemCommandInput): Promise<boolean> {
    return this.#holds(() => this.#client.send(new UpdateItemCommand(request)));
  }

  async #read(key: string): Promise<Record<string, AttributeValue> | undefined> {
    const command = new GetItemCommand(requests.read(this.#table, key));
    const { Item: item } = await withTable(this.#table, isMissingTable, () => this.#client.send(command));
    return item;
  }

  /** A condition that does not hold is a result and not an error. */
  #holds(conditionalWrite: () => Promise<unknown>): Promise<boolean> {
    return withTable(this.#table, isMissingTable, async () => {
      try {
        await conditionalWrite();
        return true;
      } catch (error) {
        if (error instanceof ConditionalCheckFailedException) return false;
        throw error;
      }
    });
  }

  /** An abandoned claim outlives its lease: until another worker takes it over, its owner may still commit. */
  #leaseEnd(validUntilMs: number): requests.RecordEnd {
    return { validUntilMs, deleteAfterMs: validUntilMs + this.#retentionMs };
  }
}

const isMissingTable = (error: unknown): boolean => error instanceof ResourceNotFoundException;

function ignoreExistingTable(error: unknown): void {
  if (!(error instanceof ResourceInUseException)) throw error;
}
