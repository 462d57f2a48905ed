import type { Destination, ListDestinationsQuery } from "@harbor/client";
import { createLazyRoute, getRouteApi } from "@tanstack/react-router";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { compact, Choice, Filters, TextFilter } from "../../ui/filters.js";
import { ListPage } from "../../ui/list-page.js";
import type { Column } from "../../ui/row-table.js";
import { Status } from "../../ui/status.js";
import { Teach } from "../../ui/teach.js";
import { Time } from "../../ui/time.js";
import { VisibleText } from "../../ui/visible-text.js";
import { FirstSteps } from "../overview/first-steps.js";
import { CreateDestination } from "./create-destination.js";
import { useRights } from "../../app/caller.js";
import { portal } from "../../app/portal.js";

export const route = createLazyRoute("/destinations")({ component: Destinations });
const { useSearch, useNavigate } = getRouteApi("/destinations");

const COLUMNS: Column<Destination>[] = [
  { title: "Status", width: "104px", narrowWidth: "48px", cell: ({ status }) => <Status value={status} /> },
  { title: "Name", width: "minmax(0, 2fr)", cell: ({ name, url }) => <VisibleText text={name ?? url} /> },
  { title: "URL", width: "minmax(0, 3fr)", cell: ({ url }) => <VisibleText text={url} />, wideOnly: true },
  {
    title: "Paused",
    width: "minmax(0, 1fr)",
    cell: ({ paused_reason }) => (paused_reason ?? "–").replaceAll("_", " "),
    wideOnly: true,
  },
  { title: "Created", width: "96px", cell: ({ created_at }) => <Time value={created_at} /> },
];

function Destinations() {
  const search = useSearch();
  const navigate = useNavigate();
  const harbor = useHarbor();
  const { change } = useRights();
  const [creating, setCreating] = useState(false);
  const go = (next: { [Name in keyof typeof search]?: string | undefined }) =>
    void navigate({ search: compact(next) });
  return (
    <>
      <ListPage
        title="Destinations"
        label="Destinations, the newest first"
        noun={["destination", "destinations"]}
        queryKey={["destinations", "list", search]}
        fetchPage={(page, signal) =>
          harbor.destinations.list({ ...search, ...page } as ListDestinationsQuery, { signal })
        }
        columns={COLUMNS}
        linkColumn={1}
        linkOf={({ id }) => ({ to: "/destinations/$id", params: { id } })}
        empty={Object.keys(search).length === 0 ? <FirstSteps range="30 days" /> : <NoMatch />}
        actions={
          change && (
            <button className="button primary" onClick={() => setCreating(true)}>
              <Plus aria-hidden />
              New destination
            </button>
          )
        }
        filters={
          <Filters search={search} texts={portal === null ? ["tenant"] : []} onChange={go}>
            <Choice
              label="Status"
              value={search.status}
              all="All"
              onChange={(status) => go({ ...search, status })}
            >
              {[
                ["active", "active"],
                ["paused", "paused"],
              ]}
            </Choice>
            {portal === null && (
              <TextFilter label="Tenant" name="tenant" value={search.tenant} placeholder="acme" />
            )}
          </Filters>
        }
      />
      <CreateDestination open={creating} onOpenChange={setCreating} />
    </>
  );
}

function NoMatch() {
  return (
    <Teach title="No destination matches these filters">
      <p>Clear them to see all destinations. A tenant has to match exactly.</p>
    </Teach>
  );
}
