import { type ApiResponse, type Call, respond } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { presentCaller } from "./present.js";

/** As whom the request is authenticated. */
export const caller: Pick<Handlers, "getCaller"> = { getCaller };

async function getCaller(_context: Context, call: Call<"getCaller">): Promise<ApiResponse> {
  return respond(200, presentCaller(call.caller));
}
