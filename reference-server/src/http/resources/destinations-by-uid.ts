import { ApiError } from "../../errors.js";
import { respond, type ApiResponse, type Call, environmentNow } from "../api.js";
import type { Context, Handlers } from "../context.js";
import { presentDestination } from "./present.js";

/** Destinations by the id that the sender gave them. */
export const destinationsByUid: Pick<Handlers, "getDestinationByUid" | "deleteDestinationByUid"> = {
  getDestinationByUid,
  deleteDestinationByUid,
};

async function getDestinationByUid(
  { store }: Context,
  call: Call<"getDestinationByUid">,
): Promise<ApiResponse> {
  const { uid } = call.path;
  const found = await store.destinations.get(call.caller.scope, { uid });
  if (found === null) throw new ApiError("destination_not_found");
  return respond(200, presentDestination(found, call.caller, environmentNow(call)));
}

async function deleteDestinationByUid(
  { store }: Context,
  { caller, path: { uid }, now }: Call<"deleteDestinationByUid">,
): Promise<ApiResponse> {
  const destination_id = await store.destinations.delete(caller.scope, { uid }, { now });
  if (destination_id === null) throw new ApiError("destination_not_found");
  return { status: 204, content: null, about: { destination_id } };
}
