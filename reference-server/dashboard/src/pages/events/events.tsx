import { createLazyRoute, getRouteApi } from "@tanstack/react-router";
import { Send } from "lucide-react";
import { useState } from "react";
import { type Event, type Harbor, HarborError, type Page } from "@harbor/client";
import { useHarbor } from "../../app/harbor.js";
import { compact, Filters, sinceOf, TextFilter, TimeFilter } from "../../ui/filters.js";
import { ListPage } from "../../ui/list-page.js";
import type { Column } from "../../ui/row-table.js";
import { Teach } from "../../ui/teach.js";
import { Time } from "../../ui/time.js";
import { VisibleText } from "../../ui/visible-text.js";
import { FirstSteps } from "../overview/first-steps.js";
import { SendEvent } from "./send-event.js";
import { useRights } from "../../app/caller.js";

export const route = createLazyRoute("/events")({ component: Events });
const { useSearch, useNavigate } = getRouteApi("/events");

const COLUMNS: Column<Event>[] = [
  { title: "Event type", width: "minmax(0, 2fr)", cell: ({ type }) => type },
  { title: "Id", width: "minmax(0, 2fr)", cell: ({ id }) => <code>{id}</code>, wideOnly: true },
  {
    title: "Idempotency key",
    width: "minmax(0, 2fr)",
    cell: ({ idempotency_key }) => <VisibleText text={idempotency_key ?? "–"} />,
    wideOnly: true,
  },
  { title: "Created", width: "96px", cell: ({ created_at }) => <Time value={created_at} /> },
];

function Events() {
  const search = useSearch();
  const navigate = useNavigate();
  const harbor = useHarbor();
  const { send } = useRights();
  const [sending, setSending] = useState(false);
  const go = (next: { [Name in keyof typeof search]?: string | undefined }) =>
    void navigate({ search: compact(next) });
  return (
    <>
      <ListPage
        title="Events"
        label="Events, the newest first"
        noun={["event", "events"]}
        queryKey={["events", "list", search]}
        fetchPage={({ cursor, limit }, signal) => {
          const { id, since, ...filters } = search;
          if (id !== undefined) return eventById(harbor, id, signal);
          return harbor.events.list(compact({ ...filters, since: sinceOf(since), cursor, limit }), {
            signal,
          });
        }}
        columns={COLUMNS}
        linkColumn={0}
        linkOf={({ id }) => ({ to: "/events/$id", params: { id } })}
        empty={Object.keys(search).length === 0 ? <FirstSteps range="30 days" /> : <NoMatch />}
        actions={
          send && (
            <button className="button primary" onClick={() => setSending(true)}>
              <Send aria-hidden />
              Send an event
            </button>
          )
        }
        filters={
          <Filters search={search} texts={["id", "type", "tenant", "idempotency_key"]} onChange={go}>
            <TextFilter label="Event id" name="id" value={search.id} placeholder="evt_…" />
            <TextFilter label="Event type" name="type" value={search.type} placeholder="order.created" />
            <TextFilter label="Tenant" name="tenant" value={search.tenant} placeholder="acme" />
            <TextFilter
              label="Idempotency key"
              name="idempotency_key"
              value={search.idempotency_key}
              placeholder="order-123-created"
            />
            <TimeFilter search={search} onChange={(range) => go({ ...search, ...range })} />
          </Filters>
        }
      />
      <SendEvent open={sending} onOpenChange={setSending} />
    </>
  );
}

/** The list of one event. An id says all, so that other filters do not count. */
async function eventById(harbor: Harbor, id: string, signal: AbortSignal): Promise<Page<Event>> {
  try {
    return { data: [await harbor.events.get(id, { signal })], next_cursor: null };
  } catch (error) {
    if (error instanceof HarborError && error.status === 404) return { data: [], next_cursor: null };
    throw error;
  }
}

function NoMatch() {
  return (
    <Teach title="No event matches these filters">
      <p>A type has to match exactly. Events are kept for 30 days, idempotency keys for 24 hours.</p>
    </Teach>
  );
}
