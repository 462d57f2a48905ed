import type { Destination } from "@harbor/client";
import { useQuery } from "@tanstack/react-query";
import { createLazyRoute, getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { Async } from "../../ui/async.js";
import { CopyButton } from "../../ui/copy-button.js";
import { SecretOnce } from "../../ui/secret-once.js";
import { Status } from "../../ui/status.js";
import { Time } from "../../ui/time.js";
import { VisibleText } from "../../ui/visible-text.js";
import { SubscriptionList } from "../subscriptions/subscription-list.js";
import { Actions } from "./actions.js";
import { EditDestination } from "./edit-destination.js";
import { Health } from "./health.js";
import { Recover } from "./recover.js";
import { PolicyPreview, RetryPolicyEditor } from "./retry-policy-editor.js";
import { TestEvent } from "./test-event.js";
import { useRights } from "../../app/caller.js";
import { pausedReason } from "../../ui/explain.js";

export const route = createLazyRoute("/destinations/$id")({ component: DestinationPage });
const { useParams } = getRouteApi("/destinations/$id");

const REFRESH_MS = 15_000;

function DestinationPage() {
  const { id } = useParams();
  const harbor = useHarbor();
  const destination = useQuery({
    queryKey: ["destinations", id],
    queryFn: ({ signal }) => harbor.destinations.get(id, { signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <div className="page">
      <Async query={destination} label="the destination">
        {(data) => <Loaded key={data.id} destination={data} />}
      </Async>
    </div>
  );
}

function Loaded({ destination }: { destination: Destination }) {
  const { change, configure } = useRights();
  const [secret, setSecret] = useState<string | null>(null);
  return (
    <>
      <header className="page-header">
        <h1 className="row">
          <VisibleText text={destination.name ?? destination.url} />
          <Status value={destination.status} />
        </h1>
        {change && <Actions destination={destination} onSecret={setSecret} />}
      </header>
      {secret !== null && (
        <SecretOnce
          secret={secret}
          advice="Until the grace period ends, requests carry signatures of the old and the new key."
          onDone={() => setSecret(null)}
        />
      )}
      <PauseNotice destination={destination} />
      <Facts destination={destination} />
      <section>
        <h2>Last 24 hours</h2>
        <Health id={destination.id} />
      </section>
      <section>
        <h2>Subscriptions</h2>
        <SubscriptionList destinationId={destination.id} />
      </section>
      {change && (
        <section>
          <h2>Test event</h2>
          <TestEvent id={destination.id} />
        </section>
      )}
      {change && (
        <section>
          <h2>Recover</h2>
          <Recover destination={destination} />
        </section>
      )}
      <section>
        <h2>Retry policy</h2>
        {configure ? (
          <RetryPolicyEditor destination={destination} />
        ) : (
          <div className="card stack">
            <PolicyPreview policy={destination.retry_policy} />
          </div>
        )}
      </section>
      {change && (
        <section>
          <h2>Settings</h2>
          <EditDestination destination={destination} />
        </section>
      )}
    </>
  );
}

function PauseNotice({ destination: { status, paused_reason, paused_at } }: { destination: Destination }) {
  if (status !== "paused") return null;
  return (
    <p className="notice warn">
      <span>
        {pausedReason(paused_reason)} First attempts wait until it is resumed; retries continue.{" "}
        {paused_at !== null && (
          <>
            Since <Time value={paused_at} full />.
          </>
        )}
      </span>
    </p>
  );
}

function Facts({ destination }: { destination: Destination }) {
  const { id, url, signature, public_key, header_names, created_at, old_key_expires_at } = destination;
  return (
    <dl className="facts card">
      <div>
        <dt>URL</dt>
        <dd>
          <VisibleText text={url} />
        </dd>
      </div>
      <div>
        <dt>Id</dt>
        <dd className="row">
          <code>{id}</code>
          <CopyButton text={id} name="Copy the id of the destination" />
        </dd>
      </div>
      <div>
        <dt>Signature</dt>
        <dd>
          <code>{signature}</code>
          {public_key !== null && (
            <div className="row">
              <code>{public_key}</code>
              <CopyButton text={public_key} name="Copy the public key" />
            </div>
          )}
          {old_key_expires_at !== null && (
            <p className="small">
              The old key is valid until <Time value={old_key_expires_at} full />.
            </p>
          )}
        </dd>
      </div>
      <div>
        <dt>Extra headers</dt>
        <dd>{header_names.length === 0 ? "none" : <VisibleText text={header_names.join(", ")} />}</dd>
      </div>
      <div>
        <dt>Created</dt>
        <dd>
          <Time value={created_at} full />
        </dd>
      </div>
      <div>
        <dt>Deliveries</dt>
        <dd>
          <Link to="/deliveries" search={{ destination_id: id }}>
            All of this destination
          </Link>
        </dd>
      </div>
    </dl>
  );
}
