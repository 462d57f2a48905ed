import type { DeliveryWithRetries } from "@harbor/client";
import { useQuery } from "@tanstack/react-query";
import { createLazyRoute, getRouteApi, Link } from "@tanstack/react-router";
import { RotateCw } from "lucide-react";
import { useMemo } from "react";
import { useHarbor } from "../../app/harbor.js";
import { Async } from "../../ui/async.js";
import { Body } from "../../ui/body.js";
import { CopyButton } from "../../ui/copy-button.js";
import { Status } from "../../ui/status.js";
import { Time } from "../../ui/time.js";
import { useAction } from "../../ui/use-action.js";
import { useKeys } from "../../ui/use-keys.js";
import { VisibleText } from "../../ui/visible-text.js";
import { Attempts } from "./attempts.js";
import { curlOf } from "./curl.js";
import { NextStep } from "./next-step.js";
import { useDestination, useEventBody } from "./use-delivery-parts.js";
import { VerifySignature } from "./verify-signature.js";
import "./delivery.css";
import { useRights } from "../../app/caller.js";
import { sender } from "../../app/portal.js";

export const route = createLazyRoute("/deliveries/$id")({ component: DeliveryPage });
const { useParams } = getRouteApi("/deliveries/$id");

const REFRESH_MS = 3_000;

function DeliveryPage() {
  const { id } = useParams();
  const harbor = useHarbor();
  const delivery = useQuery({
    queryKey: ["deliveries", id],
    queryFn: ({ signal }) => harbor.deliveries.get(id, { signal }),
    // Until it succeeds or dies.
    refetchInterval: ({ state }) => (state.data?.completed_at === null ? REFRESH_MS : false),
  });
  return (
    <div className="page">
      <Async query={delivery} label="the delivery">
        {(data) => <Loaded delivery={data} />}
      </Async>
    </div>
  );
}

function Loaded({ delivery }: { delivery: DeliveryWithRetries }) {
  const { change } = useRights();
  const event = useEventBody(delivery.event_id);
  const destination = useDestination(delivery.destination_id);
  const body = event.data?.body;
  return (
    <>
      <header className="page-header">
        <h1 className="row">
          <VisibleText text={delivery.event_type} />
          <Status value={delivery.status} />
        </h1>
        <div className="row">
          {body !== undefined && destination.data && (
            <CopyButton label="Copy as curl" text={curlOf({ delivery, body, url: destination.data.url })} />
          )}
          {change && <RetryButton delivery={delivery} />}
        </div>
      </header>
      <NextStep
        delivery={delivery}
        destination={destination.data}
        orderingKey={event.data?.ordering_key ?? null}
      />
      <Facts delivery={delivery} url={destination.data?.url} name={destination.data?.name ?? null} />
      <section>
        <h2>Attempts</h2>
        <Attempts attempts={delivery.retries} />
      </section>
      <section>
        <h2>Body of the event</h2>
        <p className="muted small">
          Byte for byte what {sender} sends. Copying takes these bytes, whichever layout is shown.
        </p>
        <Async query={event} label="the event">
          {({ body: text }) => <Body label="Body of the event" text={text} />}
        </Async>
      </section>
      <OtherDeliveries delivery={delivery} />
      <VerifySignature key={body} body={body ?? ""} signature={destination.data?.signature} />
    </>
  );
}

function RetryButton({ delivery: { id, status, waiting_for } }: { delivery: DeliveryWithRetries }) {
  const harbor = useHarbor();
  const retry = useAction({
    run: async () => await harbor.deliveries.retry(id),
    done: () => "The delivery is sent again now",
    changes: ["deliveries"],
  });
  const { mutate, isPending } = retry;
  const refusal = retryRefusal({ status, waiting_for });
  const canRetry = refusal === undefined && !isPending;
  useKeys(useMemo(() => ({ r: () => canRetry && mutate(undefined) }), [canRetry, mutate]));
  return (
    <button className="button primary" disabled={!canRetry} title={refusal} onClick={() => mutate(undefined)}>
      <RotateCw aria-hidden />
      Retry now
    </button>
  );
}

/** Why the server would refuse a retry. */
function retryRefusal({
  status,
  waiting_for,
}: Pick<DeliveryWithRetries, "status" | "waiting_for">): string | undefined {
  if (status === "succeeded") return "It has succeeded. Replay the event to send it again.";
  return waiting_for === "key" ? "Retry the first unfinished delivery of its ordering key." : undefined;
}

interface FactsProps {
  delivery: DeliveryWithRetries;
  url: string | undefined;
  name: string | null;
}

function Facts({
  delivery: { id, event_id, destination_id, created_at, completed_at },
  url,
  name,
}: FactsProps) {
  return (
    <dl className="facts card">
      <div>
        <dt>Delivery</dt>
        <dd className="row">
          <code>{id}</code>
          <CopyButton text={id} name="Copy the id of the delivery" />
        </dd>
      </div>
      <div>
        <dt>Event</dt>
        <dd>
          <Link to="/events/$id" params={{ id: event_id }}>
            <code>{event_id}</code>
          </Link>
        </dd>
      </div>
      <div>
        <dt>Destination</dt>
        <dd>
          <Link to="/deliveries" search={{ destination_id }}>
            <VisibleText text={name ?? destination_id} />
          </Link>
          <br />
          <span className="muted small">
            <VisibleText text={url ?? ""} />
          </span>
        </dd>
      </div>
      <div>
        <dt>Created</dt>
        <dd>
          <Time value={created_at} full />
        </dd>
      </div>
      <div>
        <dt>Finished</dt>
        <dd>{completed_at === null ? "not yet" : <Time value={completed_at} full />}</dd>
      </div>
    </dl>
  );
}

function OtherDeliveries({ delivery }: { delivery: DeliveryWithRetries }) {
  const { data } = useEventBody(delivery.event_id);
  const others = data?.deliveries.filter(({ id }) => id !== delivery.id) ?? [];
  if (others.length === 0) return null;
  return (
    <section>
      <h2>Other deliveries of the event</h2>
      <ul className="stack">
        {others.map(({ id, status }) => (
          <li key={id} className="row">
            <Status value={status} />
            <Link to="/deliveries/$id" params={{ id }}>
              <code>{id}</code>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
