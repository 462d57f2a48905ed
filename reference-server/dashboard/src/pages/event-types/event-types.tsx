import type { EventType } from "@harbor/client";
import { createLazyRoute, Link } from "@tanstack/react-router";
import { serverUrl } from "../../app/harbor.js";
import { portal } from "../../app/portal.js";
import { Async } from "../../ui/async.js";
import { Teach } from "../../ui/teach.js";
import { useEventTypes } from "../../ui/use-event-types.js";
import { VisibleText } from "../../ui/visible-text.js";

export const route = createLazyRoute("/event-types")({ component: EventTypes });

/** The group of Harbor's own types. */
const OWN_GROUP = "harbor";

function EventTypes() {
  const eventTypes = useEventTypes();
  return (
    <div className="page">
      <h1>Event types</h1>
      <Async query={eventTypes} label="event types">
        {(all) => (
          <>
            {portal === null && all.every(({ group }) => group === OWN_GROUP) && <Empty />}
            {byGroup(all).map(([group, types]) => (
              <section key={group}>
                <h2>
                  <VisibleText text={titleOf(group)} />
                </h2>
                <ul className="card rows">
                  {types.map((each) => (
                    <Item key={each.type} eventType={each} />
                  ))}
                </ul>
              </section>
            ))}
          </>
        )}
      </Async>
    </div>
  );
}

/** Those of the sender first, and types without a group before Harbor's own. */
function byGroup(all: EventType[]): [group: string, types: EventType[]][] {
  const groups = new Map<string, EventType[]>();
  for (const each of all) {
    const group = each.group ?? "";
    groups.set(group, [...(groups.get(group) ?? []), each]);
  }
  const rank = (group: string) => (group === OWN_GROUP ? 2 : group === "" ? 1 : 0);
  return [...groups].sort(([a], [b]) => rank(a) - rank(b) || a.localeCompare(b));
}

function titleOf(group: string): string {
  if (group === OWN_GROUP) return portal === null ? "Harbor's own" : "About your webhooks";
  return group === "" ? "Other" : group;
}

function Item({ eventType }: { eventType: EventType }) {
  const { type, description } = eventType;
  return (
    <li className="rows-item">
      <div className="row">
        <Link to="/event-types/$type" params={{ type }}>
          <code>{type}</code>
        </Link>
        <Badges eventType={eventType} />
      </div>
      {description !== null && (
        <p className="muted">
          <VisibleText text={description} />
        </p>
      )}
    </li>
  );
}

/** The properties that set the type apart from others. Only the sender sees visibility and validation. */
export function Badges({ eventType: { deprecated, visibility, validation } }: { eventType: EventType }) {
  return (
    <>
      {deprecated && <span className="status warn">deprecated</span>}
      {portal === null && visibility === "internal" && <span className="status">internal</span>}
      {portal === null && validation !== "off" && (
        <span className="status info">{validation === "enforce" ? "schema enforced" : "schema warns"}</span>
      )}
    </>
  );
}

const curl = `# An entry. Its example is what test events of the type carry.
curl -X PUT ${serverUrl}/v1/event-types/order.created \\
  -H "Authorization: Bearer $HARBOR_API_KEY" -H "Content-Type: application/json" \\
  -d '{
    "description": "A customer placed an order.",
    "schema": { "type": "object", "required": ["order_id"], "properties": { "order_id": { "type": "string" } } },
    "example": { "order_id": "ord_123" },
    "validation": "enforce"
  }'

# Or all types that your code defines, from CI.
npx harbor event-types push events.ts`;

const typescript = `import { Harbor } from "@harbor/client";

const harbor = new Harbor({ baseUrl: "${serverUrl}" }); // the key: HARBOR_API_KEY

await harbor.eventTypes.put("order.created", {
  description: "A customer placed an order.",
  schema: { type: "object", required: ["order_id"], properties: { order_id: { type: "string" } } },
  example: { order_id: "ord_123" },
  validation: "enforce",
});`;

function Empty() {
  return (
    <Teach title="Describe your first event type" curl={curl} typescript={typescript}>
      <p>
        The catalogue says what your events mean and what is in their bodies. Receivers get types from it,
        test events get their example, and with a schema Harbor refuses events that do not match.
      </p>
    </Teach>
  );
}
