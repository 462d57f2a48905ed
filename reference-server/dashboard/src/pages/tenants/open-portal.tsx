import { ExternalLink } from "lucide-react";
import { useState } from "react";
import { useHarbor } from "../../app/harbor.js";
import { useAction } from "../../ui/use-action.js";

const MINUTES = 15;

/** Opens the portal as the customer sees it. The link is used at once and not kept, because it contains a token. */
export function OpenPortal({ tenant }: { tenant: string }) {
  const harbor = useHarbor();
  const [manage, setManage] = useState(false);
  const open = useAction({
    run: async () => {
      const { url } = await harbor.portalSessions.create({
        tenant,
        capabilities: [manage ? "manage" : "read"],
        ttl_seconds: MINUTES * 60,
      });
      if (url === null)
        throw new Error("Set HARBOR_PUBLIC_URL, so that the server knows the address of its portal.");
      window.open(url, "_blank", "noopener,noreferrer");
    },
    done: () => `The portal is open in another tab, for ${MINUTES} minutes`,
    changes: ["portal-sessions"],
  });
  return (
    <div className="row">
      <button className="button" disabled={open.isPending} onClick={() => open.mutate(undefined)}>
        <ExternalLink aria-hidden />
        Open the portal as {tenant}
      </button>
      <label className="row">
        <input type="checkbox" checked={manage} onChange={({ target }) => setManage(target.checked)} />
        may make changes
      </label>
    </div>
  );
}
