import type { Runner, Setup } from "../setup.js";

/** How a test reaches the receiver of one framework. */
export interface Sender {
  imports: readonly string[];
  /** The names that it needs of the receiver's file. */
  names: string;
  /** The statements of a function that sends `method`, `headers` and the body, and returns the status. */
  send: string;
  /** Which form of the request's body `send` uses; default `body`, the bytes. */
  body?: "text";
  /** Frameworks for pages are often tested with a DOM, which has no `Request` of Node.js. */
  needsNode?: true;
}

interface Spy {
  imports: readonly string[];
  spy: string;
  restore: string;
}

const RUNNERS: Record<Runner, Spy> = {
  vitest: {
    imports: ['import { expect, test, vi } from "vitest";'],
    spy: 'vi.spyOn(console, "log").mockImplementation(() => undefined)',
    restore: "log.mockRestore()",
  },
  jest: {
    imports: ['import { expect, jest, test } from "@jest/globals";'],
    spy: 'jest.spyOn(console, "log").mockImplementation(() => undefined)',
    restore: "log.mockRestore()",
  },
  node: {
    imports: ['import assert from "node:assert/strict";', 'import { mock, test } from "node:test";'],
    spy: 'mock.method(console, "log", () => undefined)',
    restore: "log.mock.restore()",
  },
};

export interface TestOptions {
  sender: Sender;
  setup: Setup;
  /** How the test imports the file with the receiver. */
  specifier: string;
}

/** A test of the receiver as the application mounts it. */
export function testModule({ sender, setup: { runner, language, modules }, specifier }: TestOptions): string {
  const { imports, spy, restore } = RUNNERS[runner];
  const equal = (actual: string, expected: number) =>
    runner === "node" ? `assert.equal(${actual}, ${expected})` : `expect(${actual}).toBe(${expected})`;
  const environment = runner === "jest" ? "/** @jest-environment node */\n" : "// @vitest-environment node\n";
  // In CommonJS jest declares its functions itself, and a second declaration is an error.
  const isDeclared = runner === "jest" && language === "js" && modules === "cjs";
  const lines = [
    'import { randomBytes } from "node:crypto";',
    'import { signTestRequest, type TestRequest } from "@harbor/receiver/sign-test-request";',
    ...(isDeclared ? [] : imports),
    ...sender.imports,
    `import { ${sender.names} } from "${specifier}";`,
  ];
  return `${sender.needsNode === true && runner !== "node" ? environment : ""}${sorted(lines).join("\n")}

const secret = \`whsec_\${randomBytes(32).toString("base64")}\`; // for this test alone
process.env.HARBOR_SIGNING_SECRET = secret;

/** Sends a request to the receiver. Returns the status of its response. */
async function send({ method, headers, ${sender.body ?? "body"} }: TestRequest): Promise<number> {
${indent(sender.send)}
}

const order = { order_id: "ord_1", amount_cents: 4500 };

test("an event is handled once, even if it is delivered twice", async () => {
  const log = ${spy}; // what the handler does
  const delivery = signTestRequest({ secret, type: "order.created", body: order });
  ${equal("await send(delivery)", 200)};
  ${equal("await send(delivery)", 200)};
  ${equal("log.mock.calls.length", 1)};
  ${restore};
});

test("a request with another secret is refused", async () => {
  const forged = signTestRequest({ secret, type: "order.created", body: order, as: "wrong_key" });
  ${equal("await send(forged)", 401)};
});

test("a body that does not match its schema is rejected", async () => {
  const invalid = signTestRequest({ secret, type: "order.created", body: { order_id: 1 } });
  ${equal("await send(invalid)", 422)};
});
`;
}

/** By the module's name, Node.js's own modules first and the project's last. */
function sorted(imports: readonly string[]): string[] {
  const key = (line: string) => {
    const [, module = ""] = /"(.+)"/.exec(line) ?? [];
    return `${module.startsWith("node:") ? 0 : module.startsWith(".") ? 2 : 1}${module}`;
  };
  return imports.toSorted((a, b) => (key(a) < key(b) ? -1 : 1));
}

const indent = (code: string) => code.replaceAll(/^(?=.)/gm, "  ");
