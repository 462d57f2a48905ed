import type { EventType, Subscription } from "@harbor/client";
import { useQuery } from "@tanstack/react-query";
import { createLazyRoute, getRouteApi, Link } from "@tanstack/react-router";
import { matches } from "@harbor/shared/event-patterns";
import { useHarbor } from "../../app/harbor.js";
import { portal } from "../../app/portal.js";
import { Async } from "../../ui/async.js";
import { Body } from "../../ui/body.js";
import { sliceMember } from "../../ui/exact-json.js";
import { Status } from "../../ui/status.js";
import { useDestinations } from "../../ui/use-destinations.js";
import { useSubscriptions } from "../../ui/use-subscriptions.js";
import { VisibleText } from "../../ui/visible-text.js";
import { Badges } from "./event-types.js";
import { SchemaView } from "./schema-view.js";

export const route = createLazyRoute("/event-types/$type")({ component: EventTypePage });
const { useParams } = getRouteApi("/event-types/$type");

type Shown = EventType & { exactSchema: string | null; exactExample: string | null };

function EventTypePage() {
  const { type } = useParams();
  const harbor = useHarbor();
  const eventType = useQuery({
    queryKey: ["event-types", "one", type],
    queryFn: async ({ signal }): Promise<Shown> => {
      const { data, text } = await harbor.eventTypes.get(type, { signal }).withResponse();
      const exact = (member: "schema" | "example") =>
        data[member] === null ? null : (sliceMember(text, [member]) ?? null);
      return { ...data, exactSchema: exact("schema"), exactExample: exact("example") };
    },
  });
  return (
    <div className="page">
      <Async query={eventType} label="the event type">
        {(found) => <Details eventType={found} />}
      </Async>
    </div>
  );
}

function Details({ eventType }: { eventType: Shown }) {
  const { type, description, exactSchema, exactExample } = eventType;
  return (
    <>
      <header className="page-header">
        <h1>{type}</h1>
        <div className="row">
          <Badges eventType={eventType} />
          <Link className="button" to="/deliveries" search={{ event_type: type }}>
            Its deliveries
          </Link>
        </div>
      </header>
      {description !== null && (
        <p>
          <VisibleText text={description} />
        </p>
      )}
      <section>
        <h2>Body</h2>
        {exactSchema === null ? (
          <p className="notice">
            <span>No schema describes the bodies of this type.</span>
          </p>
        ) : (
          <SchemaView json={exactSchema} />
        )}
      </section>
      {exactExample !== null && (
        <section>
          <h2>Example</h2>
          <Body label="Example" text={exactExample} />
        </section>
      )}
      <section>
        <h2>Subscribed</h2>
        <Subscribers eventType={eventType} />
      </section>
    </>
  );
}

function Subscribers({ eventType: { type, visibility } }: { eventType: EventType }) {
  const subscriptions = useSubscriptions(undefined);
  const { list } = useDestinations();
  const tenants = new Map(list.map(({ id, tenant }) => [id, tenant]));
  // An internal type goes to no destination of a tenant.
  const reaches = ({ destination_id }: Subscription) =>
    visibility !== "internal" || (tenants.get(destination_id) ?? null) === null;
  return (
    <Async query={subscriptions} label="subscriptions">
      {(all) => (
        <SubscriberList found={all.filter((each) => matches(each.event_type, type) && reaches(each))} />
      )}
    </Async>
  );
}

function SubscriberList({ found }: { found: Subscription[] }) {
  const { nameOf } = useDestinations();
  if (found.length === 0)
    return (
      <p className="notice">
        <span>
          No subscription matches this type{portal === null && ", so its events are sent nowhere"}.{" "}
          <Link to="/subscriptions">See the subscriptions</Link>
        </span>
      </p>
    );
  return (
    <ul className="card rows">
      {found.map(({ id, event_type, status, destination_id, filter }) => (
        <li key={id} className="rows-item">
          <div className="row">
            <Link to="/destinations/$id" params={{ id: destination_id }}>
              <VisibleText text={nameOf(destination_id)} />
            </Link>
            <code className="pattern">{event_type}</code>
            <Status value={status} />
            {filter !== null && <span className="muted small">if its filter passes</span>}
          </div>
        </li>
      ))}
    </ul>
  );
}
