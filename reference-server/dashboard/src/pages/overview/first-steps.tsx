import { serverUrl } from "../../app/harbor.js";
import { Teach } from "../../ui/teach.js";
import { Link } from "@tanstack/react-router";
import { useRights } from "../../app/caller.js";
import { portal } from "../../app/portal.js";

const curl = `# 1. Where Harbor sends events. The response has the id, and once the signing_secret.
curl ${serverUrl}/v1/destinations \\
  -H "Authorization: Bearer $HARBOR_API_KEY" -H "Content-Type: application/json" \\
  -d '{ "url": "https://example.com/webhooks", "name": "My receiver" }'

# 2. Which events it gets. Use the id of the first response.
curl ${serverUrl}/v1/subscriptions \\
  -H "Authorization: Bearer $HARBOR_API_KEY" -H "Content-Type: application/json" \\
  -d '{ "destination_id": "dest_…", "event_type": "order.*" }'

# 3. An event.
curl ${serverUrl}/v1/events \\
  -H "Authorization: Bearer $HARBOR_API_KEY" -H "Content-Type: application/json" \\
  -d '{ "type": "order.created", "body": { "order_id": "ord_123" } }'`;

const typescript = `import { Harbor } from "@harbor/client";

const harbor = new Harbor({ baseUrl: "${serverUrl}" }); // the key: HARBOR_API_KEY

const destination = await harbor.destinations.create({ url: "https://example.com/webhooks" });
await harbor.subscriptions.create({ destination_id: destination.id, event_type: "order.*" });
await harbor.events.send({ type: "order.created", body: { order_id: "ord_123" } });`;

export function FirstSteps({ range }: { range: string }) {
  const { change } = useRights();
  if (portal !== null)
    return (
      <Teach title="No webhook yet">
        <p>
          Nothing was sent to you in the last {range}.{" "}
          {change ? (
            <>
              Register the URL that receives webhooks under <Link to="/destinations">Destinations</Link>, and
              send it a test event. Each delivery then shows here.
            </>
          ) : (
            "Each delivery to your destinations shows here."
          )}
        </p>
      </Teach>
    );
  return (
    <Teach title="Send your first event" curl={curl} typescript={typescript}>
      <p>
        No event arrived in the last {range}. Three calls are enough: a destination, a subscription, an event.
        Its delivery then shows here and under Deliveries.
      </p>
    </Teach>
  );
}
