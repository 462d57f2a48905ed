// The function on this machine: an HTTP server that turns requests into the events of an API Gateway HTTP API.
import { createServer, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import type { APIGatewayProxyEventV2 } from "aws-lambda";
import { handler } from "./handler.js";

const TIMEOUT_MS = 29_000;

/** As API Gateway does it: names in lower case, repeated headers joined, the body in base64 unless it is text. */
async function toEvent(request: IncomingMessage): Promise<APIGatewayProxyEventV2> {
  const { pathname, searchParams } = new URL(request.url ?? "/", "http://localhost");
  const headers = Object.fromEntries(
    Object.entries(request.headers).map(([name, value]) => [name, String(value)]),
  );
  const body = Buffer.concat(await request.toArray());
  const isText = /^(text\/|application\/json)/.test(headers["content-type"] ?? "");
  return {
    version: "2.0",
    routeKey: "$default",
    rawPath: pathname,
    rawQueryString: searchParams.toString(),
    headers,
    body: body.toString(isText ? "utf8" : "base64"),
    isBase64Encoded: !isText,
    requestContext: {
      accountId: "000000000000",
      apiId: "local",
      domainName: "localhost",
      domainPrefix: "local",
      http: {
        method: request.method ?? "",
        path: pathname,
        protocol: "HTTP/1.1",
        sourceIp: request.socket.remoteAddress ?? "",
        userAgent: headers["user-agent"] ?? "",
      },
      requestId: crypto.randomUUID(),
      routeKey: "$default",
      stage: "$default",
      time: new Date().toISOString(),
      timeEpoch: Date.now(),
    },
  };
}

async function invoke(request: IncomingMessage) {
  const deadline = Date.now() + TIMEOUT_MS;
  return handler(await toEvent(request), { getRemainingTimeInMillis: () => deadline - Date.now() });
}

const server = createServer((request, response) => {
  invoke(request).then(
    ({ statusCode, headers, body }) => response.writeHead(statusCode, headers).end(body),
    (error: unknown) => {
      console.error(error);
      response.writeHead(502).end();
    },
  );
});
server.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  console.log(
    `takes deliveries on http://127.0.0.1:${(server.address() as AddressInfo).port}/webhooks/harbor`,
  );
});
