import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { GetItemCommand } from "@aws-sdk/client-dynamodb";
import { startDynamodb } from "../databases/dynamodb.js";
import { exampleSuite } from "./example-suite.js";
import { exampleFolder, runExample } from "./run-example.js";

exampleSuite("lambda", async (secret) => {
  const dynamodb = await startDynamodb();
  const env = {
    HARBOR_SIGNING_SECRET: secret,
    AWS_ENDPOINT_URL_DYNAMODB: dynamodb.url,
    AWS_REGION: "eu-central-1",
    AWS_ACCESS_KEY_ID: "test",
    AWS_SECRET_ACCESS_KEY: "test",
  };
  await promisify(execFile)(process.execPath, ["--import", "tsx", "create-tables.ts"], {
    cwd: exampleFolder("lambda"),
    env: { ...process.env, ...env },
  });
  const { url, stop } = await runExample("lambda", "local.ts", env);
  return {
    url,
    customer: async (id) => {
      const request = new GetItemCommand({ TableName: "customers", Key: { id: { S: id } } });
      const { Item: item } = await dynamodb.client.send(request);
      return item && { name: item.name?.S ?? "", points: Number(item.points?.N) };
    },
    stop: async () => {
      await stop();
      await dynamodb.stop();
    },
  };
});
