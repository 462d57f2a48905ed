import { useQuery } from "@tanstack/react-query";
import { createLazyRoute } from "@tanstack/react-router";
import { serverUrl, useHarbor } from "../../app/harbor.js";
import { useCredential } from "../../app/credential.js";
import { useCaller, useRights } from "../../app/caller.js";
import { Async } from "../../ui/async.js";
import { formatCount, formatSeconds } from "../../ui/number.js";
import { PortalSessions } from "../../ui/portal-sessions.js";
import { ApiKeys } from "./api-keys.js";

export const route = createLazyRoute("/settings")({ component: Settings });

function Settings() {
  const { configure } = useRights();
  return (
    <div className="page">
      <h1>Settings</h1>
      <section>
        <h2>Server</h2>
        <Server />
      </section>
      <section>
        <h2>API keys</h2>
        <ApiKeys />
      </section>
      {configure && (
        <section>
          <h2>Portal sessions</h2>
          <PortalSessions />
        </section>
      )}
    </div>
  );
}

const REFRESH_MS = 10_000;

function Server() {
  const harbor = useHarbor();
  const environment = useCredential()?.environment;
  const { server_version } = useCaller();
  const health = useQuery({
    queryKey: ["health"],
    queryFn: async ({ signal }) => {
      const response = await fetch(`${serverUrl}/readyz`, { signal });
      return (await response.json()) as { status: string; reason?: string };
    },
    refetchInterval: REFRESH_MS,
  });
  const stats = useQuery({
    queryKey: ["stats", "now"],
    queryFn: ({ signal }) => harbor.stats.get({ bucket: "day" }, { signal }),
    refetchInterval: REFRESH_MS,
  });
  return (
    <dl className="facts card">
      <div>
        <dt>Address</dt>
        <dd>
          <code>{serverUrl}</code>
        </dd>
      </div>
      <div>
        <dt>Environment</dt>
        <dd>{environment === "live" ? "live" : "test"}</dd>
      </div>
      {server_version !== null && (
        <div>
          <dt>Version</dt>
          <dd>{server_version}</dd>
        </div>
      )}
      <div>
        <dt>Health</dt>
        <dd>
          <Async query={health} label="the health">
            {({ status, reason }) => <>{reason ?? status}</>}
          </Async>
        </dd>
      </div>
      <div>
        <dt>Queue</dt>
        <dd>
          <Async query={stats} label="the queue">
            {({ backlog }) => (
              <>
                {formatCount(backlog.due)} due
                {backlog.oldest_due_age_seconds !== null &&
                  `, the oldest for ${formatSeconds(backlog.oldest_due_age_seconds)}`}
              </>
            )}
          </Async>
        </dd>
      </div>
    </dl>
  );
}
