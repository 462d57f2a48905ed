import { startHarbor, type TestHarbor } from "@harbor/testing";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { Cli } from "./cli.js";

/** The command against a server of this test file's own, with an empty environment for every test. */
export class AgainstHarbor extends Cli {
  harbor!: TestHarbor;

  constructor() {
    super();
    beforeAll(async () => {
      this.harbor = await startHarbor();
    });
    beforeEach(async () => {
      await this.harbor.reset();
      Object.assign(this.env, { HARBOR_API_KEY: this.harbor.apiKey, HARBOR_BASE_URL: this.harbor.url });
    });
    afterAll(() => this.harbor.stop());
  }

  /** Sends events that a new receiver rejects and returns their dead deliveries, newest first. Afterwards the receiver accepts. */
  async dead(count: number): Promise<string[]> {
    const { client } = this.harbor;
    const inbox = await this.harbor.receiver();
    inbox.always(422);
    for (let n = 0; n < count; n += 1) await client.events.send({ type: "order.created", body: { n } });
    const created = await client.deliveries
      .list({ destination_id: inbox.destination.id })
      .toArray({ limit: count });
    for (const { id } of created) await this.harbor.waitForDelivery(id, { status: "dead" });
    inbox.always(200);
    return created.map(({ id }) => id);
  }
}
