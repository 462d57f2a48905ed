import { createLazyRoute, getRouteApi, Link } from "@tanstack/react-router";
import { useQuery } from "@tanstack/react-query";
import type { EventWithDeliveries } from "@harbor/client";
import { useHarbor } from "../../app/harbor.js";
import { Async } from "../../ui/async.js";
import { Body } from "../../ui/body.js";
import { CopyButton } from "../../ui/copy-button.js";
import { sliceMember } from "../../ui/exact-json.js";
import { Status } from "../../ui/status.js";
import { Time } from "../../ui/time.js";
import { useDestinations } from "../../ui/use-destinations.js";
import { VisibleText } from "../../ui/visible-text.js";
import { Replay } from "./replay.js";
import { useRights } from "../../app/caller.js";

export const route = createLazyRoute("/events/$id")({ component: EventPage });
const { useParams } = getRouteApi("/events/$id");

const REFRESH_MS = 5_000;

function EventPage() {
  const { change } = useRights();
  const { id } = useParams();
  const harbor = useHarbor();
  const event = useQuery({
    queryKey: ["events", id],
    queryFn: async ({ signal }) => {
      const { data, text } = await harbor.events.get(id, { signal }).withResponse();
      return { ...data, exactBody: sliceMember(text, ["body"]) ?? "" };
    },
    refetchInterval: ({ state }) =>
      state.data?.deliveries.some(({ status }) => status === "pending" || status === "retrying") === true
        ? REFRESH_MS
        : false,
  });
  return (
    <div className="page">
      <Async query={event} label="the event">
        {(data) => (
          <>
            <header className="page-header">
              <h1>{data.type}</h1>
              {change && <Replay event={data} />}
            </header>
            <Facts event={data} />
            <section>
              <h2>Deliveries</h2>
              <Deliveries event={data} />
            </section>
            <section>
              <h2>Body</h2>
              <Body label="Body of the event" text={data.exactBody} />
            </section>
          </>
        )}
      </Async>
    </div>
  );
}

function Facts({ event }: { event: EventWithDeliveries }) {
  const { id, idempotency_key, ordering_key, occurred_at, created_at } = event;
  return (
    <dl className="facts card">
      <div>
        <dt>Event</dt>
        <dd className="row">
          <code>{id}</code>
          <CopyButton text={id} name="Copy the id of the event" />
        </dd>
      </div>
      <div>
        <dt>Idempotency key</dt>
        <dd>{idempotency_key === null ? "none" : <VisibleText text={idempotency_key} />}</dd>
      </div>
      {ordering_key !== null && (
        <div>
          <dt>Ordering key</dt>
          <dd>
            <VisibleText text={ordering_key} />
          </dd>
        </div>
      )}
      <div>
        <dt>Accepted</dt>
        <dd>
          <Time value={created_at} full />
        </dd>
      </div>
      {occurred_at !== null && (
        <div>
          <dt>Occurred</dt>
          <dd>
            <Time value={occurred_at} full />
          </dd>
        </div>
      )}
    </dl>
  );
}

function Deliveries({ event: { deliveries } }: { event: EventWithDeliveries }) {
  const { nameOf } = useDestinations();
  if (deliveries.length === 0)
    return (
      <p className="notice">
        <span>
          No active subscription matched when the event arrived, so it was sent nowhere.{" "}
          <Link to="/subscriptions">See the subscriptions</Link>, then replay the event.
        </span>
      </p>
    );
  return (
    <ul className="card stack">
      {deliveries.map(({ id, status, destination_id }) => (
        <li key={id} className="row">
          <Status value={status} />
          <Link to="/deliveries/$id" params={{ id }}>
            <VisibleText text={nameOf(destination_id)} />
          </Link>
          <code className="muted small">{id}</code>
        </li>
      ))}
    </ul>
  );
}
