import type { ListDeliveriesQuery } from "@harbor/client";
import { createLazyRoute, getRouteApi } from "@tanstack/react-router";
import { useHarbor } from "../../app/harbor.js";
import { compact, Choice, Filters, sinceOf, TextFilter, TimeFilter } from "../../ui/filters.js";
import { ListPage } from "../../ui/list-page.js";
import { Teach } from "../../ui/teach.js";
import { useAction } from "../../ui/use-action.js";
import { useDestinations } from "../../ui/use-destinations.js";
import { FirstSteps } from "../overview/first-steps.js";
import { useDeliveryColumns } from "./delivery-columns.js";
import { useRights } from "../../app/caller.js";
import { portal } from "../../app/portal.js";
import { Resend } from "./resend.js";

export const route = createLazyRoute("/deliveries")({ component: Deliveries });
const { useSearch, useNavigate } = getRouteApi("/deliveries");

const STATUSES = ["pending", "retrying", "succeeded", "dead"];

function Deliveries() {
  const search = useSearch();
  const harbor = useHarbor();
  const columns = useDeliveryColumns();
  const { change } = useRights();
  const retry = useAction({
    run: async (id: string) => await harbor.deliveries.retry(id),
    done: () => "The delivery is sent again now",
    changes: ["deliveries"],
  });
  // The server explains a status that it does not know.
  const filter = () => ({ ...search, since: sinceOf(search.since) }) as ListDeliveriesQuery;
  return (
    <ListPage
      title="Deliveries"
      label="Deliveries, the newest first"
      noun={["delivery", "deliveries"]}
      queryKey={["deliveries", "list", search]}
      fetchPage={(page, signal) =>
        harbor.deliveries.list({ ...filter(), ...page } as ListDeliveriesQuery, { signal })
      }
      columns={columns}
      linkColumn={1}
      linkOf={({ id }) => ({ to: "/deliveries/$id", params: { id } })}
      onRetry={change ? ({ id }) => retry.mutate(id) : undefined}
      empty={Object.keys(search).length === 0 ? <FirstSteps range="30 days" /> : <NoMatch />}
      filters={<DeliveryFilters />}
      bulk={
        change
          ? (selection, rowCount) => (
              <Resend
                selection={selection}
                isEmpty={rowCount === 0}
                filter={filter}
                list={JSON.stringify(search)}
                isFiltered={Object.keys(search).length > 0}
              />
            )
          : undefined
      }
    />
  );
}

function DeliveryFilters() {
  const search = useSearch();
  const navigate = useNavigate();
  const { list } = useDestinations();
  const go = (next: { [Name in keyof typeof search]?: string | undefined }) =>
    void navigate({ search: compact(next) });
  return (
    <Filters
      search={search}
      texts={portal === null ? ["event_type", "event_id", "tenant"] : ["event_type", "event_id"]}
      onChange={go}
    >
      <Choice label="Status" value={search.status} all="All" onChange={(status) => go({ ...search, status })}>
        {STATUSES.map((status) => [status, status])}
      </Choice>
      <Choice
        label="Destination"
        value={search.destination_id}
        all="All"
        onChange={(destination_id) => go({ ...search, destination_id })}
      >
        {list.map(({ id, name, url }) => [id, name ?? url])}
      </Choice>
      <TimeFilter search={search} onChange={(range) => go({ ...search, ...range })} />
      <TextFilter
        label="Event type"
        name="event_type"
        value={search.event_type}
        placeholder="order.created"
      />
      <TextFilter label="Event id" name="event_id" value={search.event_id} placeholder="evt_…" />
      {portal === null && (
        <TextFilter label="Tenant" name="tenant" value={search.tenant} placeholder="acme" />
      )}
    </Filters>
  );
}

function NoMatch() {
  return (
    <Teach title="No delivery matches these filters">
      <p>
        Remove a filter, or choose a longer time. An event without a matching subscription has no deliveries
        {portal === null && ": look for it on the page Events"}.
      </p>
    </Teach>
  );
}
