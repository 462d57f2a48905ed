import { useQuery } from "@tanstack/react-query";
import { createLazyRoute, getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useRights } from "../../app/caller.js";
import { useHarbor } from "../../app/harbor.js";
import { Async } from "../../ui/async.js";
import { Confirm } from "../../ui/confirm.js";
import { PortalSessions } from "../../ui/portal-sessions.js";
import { Status } from "../../ui/status.js";
import { useAction } from "../../ui/use-action.js";
import { VisibleText } from "../../ui/visible-text.js";
import { OpenPortal } from "./open-portal.js";

export const route = createLazyRoute("/tenants/$tenant")({ component: TenantPage });
const { useParams } = getRouteApi("/tenants/$tenant");

/** A tenant has at most this many without a setting of its own. */
const MAX_LISTED = 50;

function TenantPage() {
  const { tenant } = useParams();
  const { configure } = useRights();
  return (
    <div className="page">
      <header className="page-header">
        <h1>{tenant}</h1>
        <div className="row">
          <Link className="button" to="/deliveries" search={{ tenant }}>
            Deliveries
          </Link>
          <Link className="button" to="/events" search={{ tenant }}>
            Events
          </Link>
          {configure && <Erase tenant={tenant} />}
        </div>
      </header>
      <section>
        <h2>Destinations</h2>
        <Destinations tenant={tenant} />
      </section>
      {configure && (
        <section>
          <h2>Portal</h2>
          <div className="stack">
            <PortalSessions tenant={tenant} />
            <OpenPortal tenant={tenant} />
          </div>
        </section>
      )}
    </div>
  );
}

function Destinations({ tenant }: { tenant: string }) {
  const harbor = useHarbor();
  const destinations = useQuery({
    queryKey: ["destinations", "of-tenant", tenant],
    queryFn: ({ signal }) =>
      harbor.destinations.list({ tenant, limit: 100 }, { signal }).toArray({ limit: MAX_LISTED }),
  });
  return (
    <Async query={destinations} label="destinations">
      {(list) =>
        list.length === 0 ? (
          <p className="notice">
            <span>
              None, so its events go only to destinations without a tenant. Create one with{" "}
              <code>{`"tenant": ${JSON.stringify(tenant)}`}</code>, or let the customer do it in the portal.
            </span>
          </p>
        ) : (
          <ul className="card rows">
            {list.map(({ id, name, url, status }) => (
              <li key={id} className="rows-item">
                <div className="row">
                  <Status value={status} />
                  <Link to="/destinations/$id" params={{ id }}>
                    <VisibleText text={name ?? url} />
                  </Link>
                </div>
              </li>
            ))}
          </ul>
        )
      }
    </Async>
  );
}

function Erase({ tenant }: { tenant: string }) {
  const harbor = useHarbor();
  const navigate = useNavigate();
  const erase = useAction({
    run: async () => await harbor.tenants.delete(tenant),
    done: () => `${tenant} is erased`,
    changes: ["tenants", "destinations", "deliveries", "events", "portal-sessions", "stats"],
  });
  return (
    <Confirm
      trigger="Erase"
      title={`Erase ${tenant}?`}
      action={`Erase ${tenant}`}
      danger
      disabled={erase.isPending}
      onConfirm={() => erase.mutate(undefined, { onSuccess: () => void navigate({ to: "/tenants" }) })}
    >
      <p>
        Its destinations are deleted, its portal sessions end, and the bodies of its events and the responses
        to them are removed for good. This cannot be undone. Later events of the tenant are accepted.
      </p>
    </Confirm>
  );
}
