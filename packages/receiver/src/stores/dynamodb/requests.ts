import type {
  AttributeValue,
  CreateTableCommandInput,
  DeleteItemCommandInput,
  GetItemCommandInput,
  UpdateItemCommandInput,
  UpdateTimeToLiveCommandInput,
} from "@aws-sdk/client-dynamodb";

/**
 * An item: `idempotency_key`, `claim_state` (`claimed`, `done`), `claim_token`, `valid_until_ms` (the end of the lease or of
 * the memory; it decides) and `delete_after` (seconds, for DynamoDB's own clean-up, which may come days late).
 */
export interface RecordEnd {
  validUntilMs: number;
  deleteAfterMs: number;
}

/**
 * Takes the key when it is free, its lease ended or its memory expired. The SDK sends a request again when the connection
 * broke before the response arrived: a claim that finds its own token is therefore acquired.
 */
export function acquire(
  table: string,
  key: string,
  { token, nowMs, end }: { token: string; nowMs: number; end: RecordEnd },
): UpdateItemCommandInput {
  return {
    TableName: table,
    Key: keyOf(key),
    UpdateExpression:
      "SET claim_state = :claimed, claim_token = :token, valid_until_ms = :valid_until_ms, delete_after = :delete_after",
    ConditionExpression:
      "attribute_not_exists(idempotency_key) OR valid_until_ms <= :now_ms OR (claim_token = :token AND claim_state = :claimed)",
    ExpressionAttributeValues: {
      ":claimed": { S: "claimed" },
      ":token": { S: token },
      ":now_ms": milliseconds(nowMs),
      ...endValues(end),
    },
  };
}

export function read(table: string, key: string): GetItemCommandInput {
  return { TableName: table, Key: keyOf(key), ConsistentRead: true };
}

export function renew(
  table: string,
  key: string,
  { token, end }: { token: string; end: RecordEnd },
): UpdateItemCommandInput {
  return {
    TableName: table,
    Key: keyOf(key),
    UpdateExpression: "SET valid_until_ms = :valid_until_ms, delete_after = :delete_after",
    ConditionExpression: "claim_token = :token AND claim_state = :claimed",
    ExpressionAttributeValues: { ":token": { S: token }, ":claimed": { S: "claimed" }, ...endValues(end) },
  };
}

export function commit(
  table: string,
  key: string,
  { token, end }: { token: string; end: RecordEnd },
): UpdateItemCommandInput {
  return {
    TableName: table,
    Key: keyOf(key),
    UpdateExpression:
      "SET claim_state = :done, valid_until_ms = :valid_until_ms, delete_after = :delete_after",
    ConditionExpression: "claim_token = :token",
    ExpressionAttributeValues: { ":token": { S: token }, ":done": { S: "done" }, ...endValues(end) },
  };
}

export function release(table: string, key: string, token: string): DeleteItemCommandInput {
  return {
    TableName: table,
    Key: keyOf(key),
    ConditionExpression: "claim_token = :token AND claim_state = :claimed",
    ExpressionAttributeValues: { ":token": { S: token }, ":claimed": { S: "claimed" } },
  };
}

/** The table, for your own infrastructure code. */
export function dynamodbTable(table: string): CreateTableCommandInput {
  return {
    TableName: table,
    AttributeDefinitions: [{ AttributeName: "idempotency_key", AttributeType: "S" }],
    KeySchema: [{ AttributeName: "idempotency_key", KeyType: "HASH" }],
    BillingMode: "PAY_PER_REQUEST",
  };
}

/** Its time to live, for your own infrastructure code. */
export function dynamodbTimeToLive(table: string): UpdateTimeToLiveCommandInput {
  return { TableName: table, TimeToLiveSpecification: { AttributeName: "delete_after", Enabled: true } };
}

function keyOf(key: string): Record<string, AttributeValue> {
  return { idempotency_key: { S: key } };
}

function endValues({ validUntilMs, deleteAfterMs }: RecordEnd): Record<string, AttributeValue> {
  return {
    ":valid_until_ms": milliseconds(validUntilMs),
    ":delete_after": { N: String(Math.ceil(deleteAfterMs / 1000)) },
  };
}

function milliseconds(value: number): AttributeValue {
  return { N: String(Math.ceil(value)) };
}
