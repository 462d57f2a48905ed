import type { Subscription } from "@harbor/client";
import { Link } from "@tanstack/react-router";
import { Pause, Play, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { Async } from "../../ui/async.js";
import { Confirm } from "../../ui/confirm.js";
import { Dialog } from "../../ui/dialog.js";
import { Status } from "../../ui/status.js";
import { useAction } from "../../ui/use-action.js";
import { useDestinations } from "../../ui/use-destinations.js";
import { useSubscriptions } from "../../ui/use-subscriptions.js";
import { VisibleText } from "../../ui/visible-text.js";
import { SubscriptionForm } from "./subscription-form.js";
import { useRights } from "../../app/caller.js";

/** The subscriptions, of one destination or of all. */
export function SubscriptionList({ destinationId }: { destinationId?: string | undefined }) {
  const { change } = useRights();
  const [open, setOpen] = useState(false);
  const subscriptions = useSubscriptions(destinationId);
  return (
    <div className="stack">
      <Async query={subscriptions} label="subscriptions">
        {(list) =>
          list.length === 0 ? (
            <p className="notice">
              <span>
                None yet, so no event is sent here. A subscription names the event types, such as{" "}
                <code>order.*</code>, and may test the body too.
              </span>
            </p>
          ) : (
            <ul className="card rows">
              {list.map((subscription) => (
                <Item
                  key={subscription.id}
                  subscription={subscription}
                  showDestination={destinationId === undefined}
                />
              ))}
            </ul>
          )
        }
      </Async>
      {change && (
        <div>
          <button className="button" onClick={() => setOpen(true)}>
            <Plus aria-hidden />
            New subscription
          </button>
        </div>
      )}
      <Dialog title="New subscription" open={open} onOpenChange={setOpen}>
        <SubscriptionForm destinationId={destinationId} onDone={() => setOpen(false)} />
      </Dialog>
    </div>
  );
}

function Item({ subscription, showDestination }: { subscription: Subscription; showDestination: boolean }) {
  const { event_type, filter, status, destination_id } = subscription;
  const { nameOf } = useDestinations();
  const { change } = useRights();
  return (
    <li className="rows-item">
      <div className="row">
        <code className="pattern">{event_type}</code>
        <Status value={status} />
        {showDestination && (
          <Link to="/destinations/$id" params={{ id: destination_id }}>
            <VisibleText text={nameOf(destination_id)} />
          </Link>
        )}
        <span className="spacer" />
        {change && <ItemActions subscription={subscription} />}
      </div>
      {filter !== null && (
        <pre className="code">
          <VisibleText text={JSON.stringify(filter, null, 2)} />
        </pre>
      )}
    </li>
  );
}

function ItemActions({ subscription: { id, event_type, status } }: { subscription: Subscription }) {
  const harbor = useHarbor();
  const isPaused = status === "paused";
  const change = useAction({
    run: async () => await harbor.subscriptions.update(id, { status: isPaused ? "active" : "paused" }),
    done: () => (isPaused ? "The subscription is active again" : "The subscription is paused"),
    changes: ["subscriptions"],
  });
  const remove = useAction({
    run: async () => await harbor.subscriptions.delete(id),
    done: () => "The subscription is deleted",
    changes: ["subscriptions"],
  });
  return (
    <>
      <button
        className="button small"
        aria-label={`${isPaused ? "Resume" : "Pause"} ${event_type}`}
        onClick={() => change.mutate(undefined)}
      >
        {isPaused ? <Play aria-hidden /> : <Pause aria-hidden />}
        {isPaused ? "Resume" : "Pause"}
      </button>
      <Confirm
        trigger={
          <>
            <Trash2 aria-hidden />
            Delete
          </>
        }
        title={`Delete the subscription ${event_type}?`}
        action="Delete the subscription"
        danger
        small
        onConfirm={() => remove.mutate(undefined)}
      >
        <p>Events of this type no longer go to the destination. Deliveries that exist are not changed.</p>
      </Confirm>
    </>
  );
}
