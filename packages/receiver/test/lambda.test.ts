import type http from "node:http";
import type {
  ALBHandler,
  APIGatewayProxyHandler,
  APIGatewayProxyHandlerV2,
  LambdaFunctionURLHandler,
} from "aws-lambda";
import { expect, expectTypeOf, it } from "vitest";
import { lambdaAdapter, type LambdaResponse, type LambdaHttpEvent } from "../src/adapters/lambda.js";
import { createReceiver } from "../src/index.js";
import { signTestRequest } from "../src/sign-test-request.js";
import { adapterSuite } from "./adapter-suite.js";
import { listen, memoryLog, secret, type Served } from "./support.js";

type Handler = ReturnType<typeof lambdaAdapter>;
type Encode = (request: http.IncomingMessage, body: Buffer) => LambdaHttpEvent;

/** A socket in front of a Lambda handler, as AWS's own front ends are: request in, event out, result in, response out. */
function gateway(handler: Handler, encode: Encode): Promise<Served> {
  return listen((request, response) => {
    const chunks: Buffer[] = [];
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.on("end", () => {
      void handler(encode(request, Buffer.concat(chunks))).then((result) => {
        response.writeHead(result.statusCode, headersOf(result)).end(result.body);
      });
    });
  });
}

function headersOf({ headers, multiValueHeaders }: LambdaResponse): Record<string, string | string[]> {
  return { ...headers, ...multiValueHeaders };
}

const singleValues = (request: http.IncomingMessage): Record<string, string> =>
  Object.fromEntries(
    Object.entries(request.headersDistinct).map(([name, values]) => [name, (values ?? []).join(",")]),
  );

const asText = (body: Buffer) => ({ body: body.toString("utf8"), isBase64Encoded: false });
const asBase64 = (body: Buffer) => ({ body: body.toString("base64"), isBase64Encoded: true });

/** The shapes that AWS documents, with the fields that no one reads here left in where they are small. */
const fronts: Record<string, Encode> = {
  "API Gateway HTTP API": (request, body) => ({
    version: "2.0",
    headers: singleValues(request),
    requestContext: { http: { method: request.method ?? "", path: request.url } },
    ...asText(body),
  }),
  "Function URL with base64": (request, body) => ({
    version: "2.0",
    headers: singleValues(request),
    requestContext: { http: { method: request.method ?? "", path: request.url } },
    ...asBase64(body),
  }),
  "API Gateway REST API": (request, body) => ({
    httpMethod: request.method ?? "",
    headers: singleValues(request),
    multiValueHeaders: request.headersDistinct,
    requestContext: { stage: "prod" },
    ...asText(body),
  }),
  "Application Load Balancer": (request, body) => ({
    httpMethod: request.method ?? "",
    headers: singleValues(request),
    requestContext: { elb: { targetGroupArn: "arn:aws:elasticloadbalancing:…" } },
    ...asText(body),
  }),
  "Application Load Balancer with multi-value headers and base64": (request, body) => ({
    httpMethod: request.method ?? "",
    multiValueHeaders: request.headersDistinct,
    requestContext: { elb: { targetGroupArn: "arn:aws:elasticloadbalancing:…" } },
    ...asBase64(body),
  }),
};

for (const [name, encode] of Object.entries(fronts)) {
  adapterSuite(`Lambda behind ${name}`, {
    serve: (receiver) => gateway(lambdaAdapter(receiver), encode),
    serveParsed: (receiver) =>
      gateway(lambdaAdapter(receiver), (request, body) => ({
        ...encode(request, body),
        body: JSON.parse(body.toString()) as unknown,
      })),
    fix: /use Lambda proxy integration \(AWS_PROXY\)/,
  });
}

const event = (): LambdaHttpEvent => {
  const { headers, body } = signTestRequest({ secret, type: "order.created", body: {} });
  return { headers, requestContext: { http: { method: "POST" } }, ...asText(Buffer.from(body)) };
};

it("sees a signature header that came twice, where the single-value form hides it", async () => {
  const { log, codes } = memoryLog();
  const { headers } = event();
  const { headers: second } = event();
  const signature = [headers, second].map((each) => String(each?.["harbor-signature"]));
  const multiValueHeaders = { "Content-Type": ["application/json"], "Harbor-Signature": signature };
  const rest = { ...event(), httpMethod: "POST", multiValueHeaders };
  expect((await lambdaAdapter(createReceiver({ secret, log }))(rest)).statusCode).toBe(401);
  expect(codes()).toEqual(["signature_malformed"]);
});

it("takes an event of VPC Lattice, in both versions", async () => {
  const { log, codes } = memoryLog();
  const lambda = lambdaAdapter(createReceiver({ secret, log }).on("order.created", () => undefined));
  const { headers, body } = signTestRequest({ secret, type: "order.created", body: {} });
  const lists = Object.fromEntries(Object.entries(headers).map(([name, value]) => [name, [value]]));
  const text = Buffer.from(body).toString("base64");
  expect(await lambda({ method: "POST", headers: lists, body: text, isBase64Encoded: true })).toMatchObject({
    statusCode: 200,
  });
  await lambda({ method: "POST", headers, body: text, is_base64_encoded: true });
  expect(codes()).toEqual(["handled", "handled"]);
});

it("responds before Lambda ends the invocation", async () => {
  const { log, codes } = memoryLog();
  let finish = (): void => undefined;
  const receiver = createReceiver({ secret, log }).on(
    "order.created",
    () => new Promise<void>((resolve) => (finish = resolve)),
  );
  const response = await lambdaAdapter(receiver)(event(), { getRemainingTimeInMillis: () => 520 });
  expect(response.statusCode).toBe(500);
  expect(codes()).toEqual(["timed_out"]);
  finish();
  await receiver.idle();
});

it("is a handler in the types of @types/aws-lambda", () => {
  expectTypeOf(lambdaAdapter).returns.toExtend<APIGatewayProxyHandlerV2>();
  expectTypeOf(lambdaAdapter).returns.toExtend<APIGatewayProxyHandler>();
  expectTypeOf(lambdaAdapter).returns.toExtend<ALBHandler>();
  expectTypeOf(lambdaAdapter).returns.toExtend<LambdaFunctionURLHandler>();
});
