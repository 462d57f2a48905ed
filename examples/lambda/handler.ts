import {
  ConditionalCheckFailedException,
  DynamoDBClient,
  PutItemCommand,
  UpdateItemCommand,
} from "@aws-sdk/client-dynamodb";
import { createReceiver, reject, retry } from "@harbor/receiver";
import { lambdaAdapter } from "@harbor/receiver/lambda";
import { dynamodbStore } from "@harbor/receiver/stores/dynamodb";
import { z } from "zod";

const client = new DynamoDBClient({});
const customers = process.env.CUSTOMERS_TABLE ?? "customers";

const receiver = createReceiver({
  name: "points",
  // A function is called for each request: here would also be the place to fetch it from Secrets Manager.
  secret: process.env.HARBOR_SIGNING_SECRET,
  idempotency: dynamodbStore({ client, table: process.env.IDEMPOTENCY_TABLE }),
  events: {
    "customer.created": z.object({ customer_id: z.string(), name: z.string() }),
    "order.paid": z.object({ customer_id: z.string(), amount_cents: z.int(), currency: z.string() }),
  },
})
  .on("customer.created", async ({ customer_id, name }) => {
    const opening = new PutItemCommand({
      TableName: customers,
      Item: { id: { S: customer_id }, name: { S: name }, points: { N: "0" } },
      ConditionExpression: "attribute_not_exists(id)",
    });
    await holds(client.send(opening));
  })
  .on("order.paid", async ({ customer_id, amount_cents, currency }) => {
    if (currency !== "EUR") throw reject(`no points for ${currency}`);
    const award = new UpdateItemCommand({
      TableName: customers,
      Key: { id: { S: customer_id } },
      UpdateExpression: "ADD points :points",
      ConditionExpression: "attribute_exists(id)",
      ExpressionAttributeValues: { ":points": { N: String(Math.floor(amount_cents / 100)) } },
    });
    // Events may come in any order: the customer's own may still be on its way.
    if (!(await holds(client.send(award)))) throw retry({ afterSeconds: 30 });
  });

/** Whether the write's condition held. */
async function holds(write: Promise<unknown>): Promise<boolean> {
  try {
    await write;
    return true;
  } catch (error) {
    if (error instanceof ConditionalCheckFailedException) return false;
    throw error;
  }
}

export const handler = lambdaAdapter(receiver);
