import type { TenantSummary } from "@harbor/client";
import { createLazyRoute } from "@tanstack/react-router";
import { serverUrl, useHarbor } from "../../app/harbor.js";
import { compact } from "../../ui/filters.js";
import { ListPage } from "../../ui/list-page.js";
import { formatCount } from "../../ui/number.js";
import type { Column } from "../../ui/row-table.js";
import { Teach } from "../../ui/teach.js";
import { Time } from "../../ui/time.js";

export const route = createLazyRoute("/tenants")({ component: Tenants });

type Row = TenantSummary & { id: string };

const COLUMNS: Column<Row>[] = [
  { title: "Tenant", width: "minmax(0, 2fr)", cell: ({ tenant }) => tenant },
  {
    title: "Destinations",
    width: "minmax(96px, 1fr)",
    cell: ({ destinations, paused_destinations }) => (
      <>
        {formatCount(destinations)}
        {paused_destinations > 0 && (
          <span className="muted"> ({formatCount(paused_destinations)} paused)</span>
        )}
      </>
    ),
  },
  {
    title: "Dead deliveries",
    width: "minmax(0, 1fr)",
    cell: ({ dead_deliveries }) => formatCount(dead_deliveries),
    wideOnly: true,
  },
  {
    title: "Last event",
    width: "96px",
    cell: ({ last_event_at }) => (last_event_at === null ? "–" : <Time value={last_event_at} />),
  },
];

function Tenants() {
  const harbor = useHarbor();
  return (
    <ListPage
      title="Tenants"
      label="Tenants, by name"
      noun={["tenant", "tenants"]}
      queryKey={["tenants", "list"]}
      fetchPage={async (page, signal) => {
        const { data, next_cursor } = await harbor.tenants.list(compact(page), { signal });
        return { data: data.map((each) => ({ ...each, id: each.tenant })), next_cursor };
      }}
      columns={COLUMNS}
      linkColumn={0}
      linkOf={({ tenant }) => ({ to: "/tenants/$tenant", params: { tenant } })}
      empty={<Empty />}
    />
  );
}

const curl = `# A destination of your customer acme. Nothing of other customers reaches it.
curl ${serverUrl}/v1/destinations \\
  -H "Authorization: Bearer $HARBOR_API_KEY" -H "Content-Type: application/json" \\
  -d '{ "tenant": "acme", "url": "https://acme.example.com/webhooks", "subscriptions": [{ "event_type": "**" }] }'

# An event about acme.
curl ${serverUrl}/v1/events \\
  -H "Authorization: Bearer $HARBOR_API_KEY" -H "Content-Type: application/json" \\
  -d '{ "tenant": "acme", "type": "invoice.paid", "body": { "invoice_id": "inv_7" } }'`;

const typescript = `import { Harbor } from "@harbor/client";

const harbor = new Harbor({ baseUrl: "${serverUrl}" }); // the key: HARBOR_API_KEY

await harbor.destinations.create({
  tenant: "acme",
  url: "https://acme.example.com/webhooks",
  subscriptions: [{ event_type: "**" }],
});
await harbor.events.send({ tenant: "acme", type: "invoice.paid", body: { invoice_id: "inv_7" } });`;

function Empty() {
  return (
    <Teach title="Send to your customers" curl={curl} typescript={typescript}>
      <p>
        A tenant is one of your own customers. It needs no registration: it is here as soon as a destination
        or an event names it.
      </p>
    </Teach>
  );
}
