import { overLimit } from "../../errors.js";
import type { NewSubscription } from "../../store/store.js";
import { type Call, environmentNow } from "../api.js";
import type { Context } from "../context.js";
import { jsonOf, refuseDuplicates } from "../json/json-body.js";
import { checkMatching, newSubscription } from "./subscriptions.js";

/** The subscriptions that are given with their destination. */

type WithSubscriptions = Pick<
  Call<"createDestination" | "putDestinationByUid">,
  "caller" | "body" | "json" | "now"
>;

/** Undefined when the request does not mention them. */
export function subscriptionsFrom(
  { newId }: Pick<Context, "newId">,
  call: WithSubscriptions,
  destination_id: string,
): NewSubscription[] | undefined {
  const { environment } = call.caller;
  const now = environmentNow(call);
  return call.body.subscriptions?.map(({ event_type }, at) => {
    const filter = jsonOf(itemOf(call, at), "filter") ?? null;
    return newSubscription({ id: newId("sub"), environment, destination_id, event_type, filter, now });
  });
}

/** Throws `ApiError`: `over_subscription_limit`, `invalid_event_type_pattern`, `invalid_filter`, `invalid_request`. */
export function checkSubscriptions({ config }: Pick<Context, "config">, call: WithSubscriptions): void {
  const { subscriptions = [] } = call.body;
  const limit = config.limits.maxSubscriptions;
  if (subscriptions.length > limit) throw overLimit("over_subscription_limit", limit, "destination");
  for (const [at, { event_type }] of subscriptions.entries()) {
    const place = `body/subscriptions/${at}`;
    const item = itemOf(call, at);
    refuseDuplicates(item?.members ?? [], place);
    checkMatching(event_type, jsonOf(item, "filter"), place);
  }
}

function itemOf({ json }: WithSubscriptions, at: number) {
  return json === null ? null : { raw: json.raw, members: json.items[at]?.members ?? null };
}
