import { createLazyRoute, getRouteApi } from "@tanstack/react-router";
import { SubscriptionList } from "./subscription-list.js";

export const route = createLazyRoute("/subscriptions")({ component: Subscriptions });
const { useSearch } = getRouteApi("/subscriptions");

function Subscriptions() {
  const { destination_id } = useSearch();
  return (
    <div className="page">
      <h1>Subscriptions</h1>
      <p className="muted">
        Each event goes to every destination that has an active subscription for its type, and whose filter
        its body passes.
      </p>
      <SubscriptionList destinationId={destination_id} />
    </div>
  );
}
