import { type EventSchemas, Harbor, type HarborOptions } from "../src/index.js";

/** A client for a scripted server, with waits short enough for a test. */
export function createClient<Events extends EventSchemas = EventSchemas>(
  server: { url: string },
  options: HarborOptions<Events> = {},
): Harbor<Events> {
  return new Harbor({ apiKey: "hk_test_scripted", baseUrl: server.url, retryBaseDelayMs: 1, ...options });
}

/** The error of a call that must fail. */
export async function failureOf(call: PromiseLike<unknown>): Promise<unknown> {
  try {
    await call;
  } catch (error) {
    return error;
  }
  throw new Error("The call was expected to fail.");
}
