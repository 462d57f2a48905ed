import type { PortalSession } from "@harbor/client";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useHarbor } from "../app/harbor.js";
import { Async } from "./async.js";
import { Time } from "./time.js";
import { useAction } from "./use-action.js";

const MAX_LISTED = 200;

/** The active portal sessions, of a tenant or of all, with a button that ends each. */
export function PortalSessions({ tenant }: { tenant?: string }) {
  const harbor = useHarbor();
  const sessions = useQuery({
    queryKey: ["portal-sessions", tenant ?? "all"],
    queryFn: ({ signal }) =>
      harbor.portalSessions
        .list({ ...(tenant !== undefined && { tenant }), limit: 100 }, { signal })
        .toArray({ limit: MAX_LISTED }),
  });
  return (
    <Async query={sessions} label="portal sessions">
      {(list) =>
        list.length === 0 ? (
          <p className="notice">
            <span>No session is active. Your backend creates one when a customer opens the portal.</span>
          </p>
        ) : (
          <ul className="card rows">
            {list.map((session) => (
              <Item key={session.id} session={session} showTenant={tenant === undefined} />
            ))}
          </ul>
        )
      }
    </Async>
  );
}

function Item({ session, showTenant }: { session: PortalSession; showTenant: boolean }) {
  const { id, tenant, capabilities, created_at, expires_at } = session;
  const harbor = useHarbor();
  const revoke = useAction({
    run: async () => await harbor.portalSessions.revoke(id),
    done: () => "The session has ended",
    changes: ["portal-sessions"],
  });
  return (
    <li className="rows-item">
      <div className="row">
        {showTenant && (
          <Link to="/tenants/$tenant" params={{ tenant }}>
            {tenant}
          </Link>
        )}
        <span className="status info">{capabilities.includes("manage") ? "manage" : "read"}</span>
        <code className="muted small">{id}</code>
        <span className="spacer" />
        <span className="muted small">
          created <Time value={created_at} />, until <Time value={expires_at} />
        </span>
        <button
          className="button danger small"
          aria-label={`End the session ${id}`}
          disabled={revoke.isPending}
          onClick={() => revoke.mutate(undefined)}
        >
          End
        </button>
      </div>
    </li>
  );
}
