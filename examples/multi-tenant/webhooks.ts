import { defineEvents, type Harbor } from "@harbor/client";
import { z } from "zod";
import type { Company, Invoice, User } from "./data.js";

export const events = defineEvents({
  "invoice.paid": z.object({ invoice_id: z.string(), amount_cents: z.int(), currency: z.string() }),
});

export interface Portal {
  sessionId: string;
  url: string;
  expiresAt: number;
}

/** Everything that this application asks of Harbor. */
export class Webhooks {
  constructor(
    private readonly harbor: Harbor<typeof events>,
    private readonly appUrl: string,
  ) {}

  /** Registers the URL that a company gave at sign-up. Can be repeated; the secret is only in the first response. */
  async provision(company: Company, url: string): Promise<string | null> {
    const { signing_secret } = await this.harbor.destinations.putByUid(company.id, {
      url,
      tenant: company.id,
      name: company.name,
      subscriptions: [{ event_type: "invoice.*" }],
    });
    return signing_secret;
  }

  async announcePayment({ id, company, amountCents }: Invoice): Promise<void> {
    await this.harbor.events.send({
      type: "invoice.paid",
      tenant: company.id,
      idempotency_key: `invoice-paid/${id}`,
      body: { invoice_id: id, amount_cents: amountCents, currency: "EUR" },
    });
  }

  /** A new link to the portal. It contains a token: send it to this user only, and do not store it. */
  async openPortal({ company, isAdmin }: User): Promise<Portal> {
    const { id, url, expires_at } = await this.harbor.portalSessions.create({
      tenant: company.id,
      capabilities: [isAdmin ? "manage" : "read"],
      ttl_seconds: 900,
      return_url: `${this.appUrl}/webhooks`,
    });
    if (url === null) throw new Error("The Harbor server needs HARBOR_DASHBOARD=on and HARBOR_PUBLIC_URL.");
    return { sessionId: id, url, expiresAt: Date.parse(expires_at) };
  }

  async closePortals(portals: Portal[]): Promise<void> {
    const open = portals.filter(({ expiresAt }) => expiresAt > Date.now());
    await Promise.all(open.map(({ sessionId }) => this.harbor.portalSessions.revoke(sessionId)));
  }

  /** Ends its portal sessions, deletes its destinations and erases the bodies of its events. */
  async erase(company: Company): Promise<void> {
    await this.harbor.tenants.delete(company.id);
  }
}
