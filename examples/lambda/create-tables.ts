// Creates the two tables where they are missing, for a DynamoDB on this machine. In production they are your infrastructure
// code's: `dynamodbTable` and `dynamodbTimeToLive` describe the one of the store.
import {
  CreateTableCommand,
  DynamoDBClient,
  ResourceInUseException,
  type CreateTableCommandInput,
} from "@aws-sdk/client-dynamodb";
import { dynamodbTable } from "@harbor/receiver/stores/dynamodb";

const customers: CreateTableCommandInput = {
  TableName: process.env.CUSTOMERS_TABLE ?? "customers",
  AttributeDefinitions: [{ AttributeName: "id", AttributeType: "S" }],
  KeySchema: [{ AttributeName: "id", KeyType: "HASH" }],
  BillingMode: "PAY_PER_REQUEST",
};

const client = new DynamoDBClient({});
for (const table of [customers, dynamodbTable(process.env.IDEMPOTENCY_TABLE ?? "harbor_idempotency")]) {
  try {
    await client.send(new CreateTableCommand(table));
  } catch (error) {
    if (!(error instanceof ResourceInUseException)) throw error;
  }
}
