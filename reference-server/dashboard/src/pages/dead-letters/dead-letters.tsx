import type { DeadDeliveryGroup } from "@harbor/client";
import { useQuery } from "@tanstack/react-query";
import { createLazyRoute, Link } from "@tanstack/react-router";
import { useHarbor } from "../../app/harbor.js";
import { Async } from "../../ui/async.js";
import { deadReason } from "../../ui/explain.js";
import { formatCount } from "../../ui/number.js";
import { Teach } from "../../ui/teach.js";
import { Time } from "../../ui/time.js";
import { useDestinations } from "../../ui/use-destinations.js";
import { VisibleText } from "../../ui/visible-text.js";
import { DeleteAll } from "./delete-all.js";
import { ReplayAll } from "./replay-all.js";
import { useRights } from "../../app/caller.js";
import { sender } from "../../app/portal.js";

export const route = createLazyRoute("/dead-letters")({ component: DeadLetters });

const REFRESH_MS = 15_000;

function DeadLetters() {
  const harbor = useHarbor();
  const groups = useQuery({
    queryKey: ["deliveries", "dead groups"],
    queryFn: ({ signal }) => harbor.dlq.groups({}, { signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <div className="page">
      <h1>Dead letters</h1>
      <p className="muted">
        Deliveries that {sender} gave up, by destination and cause. Fix the receiver, then replay them: a
        replay starts with new retries and a new time budget.
      </p>
      <Async query={groups} label="dead deliveries">
        {({ data, complete }) =>
          data.length === 0 ? (
            <Teach title="No delivery is dead">
              <p>
                A delivery dies when the receiver refuses it with a 4xx response, when its retries or its time
                budget are used up, or when its destination stays paused for too long.
              </p>
            </Teach>
          ) : (
            <>
              {!complete && (
                <p className="notice warn">
                  <span>Only the newest 100,000 are counted.</span>
                </p>
              )}
              <ByDestination groups={data} />
            </>
          )
        }
      </Async>
    </div>
  );
}

/** One part for each destination, because that is what the API replays at once. */
function ByDestination({ groups }: { groups: DeadDeliveryGroup[] }) {
  const byDestination = Map.groupBy(groups, ({ destination_id }) => destination_id);
  return [...byDestination].map(([id, own]) => <DestinationGroups key={id} id={id} groups={own} />);
}

function DestinationGroups({ id, groups }: { id: string; groups: DeadDeliveryGroup[] }) {
  const { nameOf } = useDestinations();
  const { change } = useRights();
  const count = groups.reduce((sum, group) => sum + group.count, 0);
  return (
    <section aria-label={nameOf(id)}>
      <header className="page-header">
        <h2>
          <Link to="/destinations/$id" params={{ id }}>
            <VisibleText text={nameOf(id)} />
          </Link>{" "}
          <span className="muted">{formatCount(count)}</span>
        </h2>
        {change && (
          <div className="row">
            <ReplayAll id={id} count={count} name={nameOf(id)} />
            <DeleteAll id={id} name={nameOf(id)} />
          </div>
        )}
      </header>
      <ul className="card rows">
        {groups.map((group) => (
          <Group key={group.newest_delivery_id} group={group} />
        ))}
      </ul>
    </section>
  );
}

function Group({ group }: { group: DeadDeliveryGroup }) {
  const { count, dead_reason, response_code, newest_delivery_id, newest_created_at } = group;
  return (
    <li className="rows-item">
      <div className="row">
        <strong className="number">{formatCount(count)}</strong>
        <span className="status bad">
          {response_code === null ? "No response" : `Response ${response_code}`}
        </span>
        <span>{deadReason(dead_reason)}</span>
        <span className="spacer" />
        <span className="muted small">
          the newest <Time value={newest_created_at} />
        </span>
        <Link to="/deliveries/$id" params={{ id: newest_delivery_id }}>
          Open the newest
        </Link>
      </div>
    </li>
  );
}
