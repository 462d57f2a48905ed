import { expect, vi } from "vitest";
import { type Api, startTestServer, type TestServer } from "../test-server.js";

/** A server with a project of its own for the test at hand. */
export class TunnelWorld {
  server!: TestServer;
  api!: Api;
  live!: Api;

  async start(): Promise<void> {
    this.server = await startTestServer();
  }

  async project(): Promise<{ url: string; key: string }> {
    ({ test: this.api, live: this.live } = await this.server.project());
    return { url: this.server.url, key: this.api.key ?? "" };
  }

  /** Sends an event and returns the id of its only delivery. */
  async send(type = "order.created", body: unknown = { id: 1 }): Promise<string> {
    const event = await this.api.post("/events", { type, body });
    expect(event.body.deliveries.length).toBeLessThanOrEqual(1);
    return event.body.deliveries[0]?.id as string;
  }

  /** The delivery once it has this status. */
  async delivered(id: string, status: string) {
    return await vi.waitUntil(
      async () => {
        const { body } = await this.api.get(`/deliveries/${id}`);
        return body.status === status ? body : null;
      },
      { timeout: 10_000, interval: 20 },
    );
  }
}
