import { ApiError } from "../../errors.js";
import { type ApiResponse, type Call, environmentNow } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { idempotent } from "../idempotent.js";
import { invalid } from "../json/json-body.js";
import { formatTime } from "../time.js";

/** Far enough from where four digits no longer write a year that every time derived from the clock stays in front of it. */
const LATEST_MS = Date.parse("9000-01-01T00:00:00.000Z");

export const testClock: Pick<Handlers, "advanceTestClock"> = { advanceTestClock };

async function advanceTestClock(context: Context, call: Call<"advanceTestClock">): Promise<ApiResponse> {
  const { pipeline, config, clock } = context;
  const { environment } = call.caller;
  if (environment.mode !== "test")
    throw new ApiError("forbidden", "Only a test environment has a test clock.");
  if (!config.testClock) {
    throw new ApiError("forbidden", "This server runs without the test clock (HARBOR_TEST_CLOCK).");
  }
  const byMs = Math.round(call.body.seconds * 1000);
  if (environmentNow(call) + byMs > LATEST_MS) {
    throw invalid("body/seconds", `would move the clock past ${formatTime(LATEST_MS)}`);
  }
  return await idempotent(context, call, {
    status: 200,
    json: (offsetMs: number) => JSON.stringify({ now: formatTime(clock.now() + offsetMs) }),
    async perform(request) {
      return await pipeline.advanceClock(environment, byMs, request);
    },
  });
}
