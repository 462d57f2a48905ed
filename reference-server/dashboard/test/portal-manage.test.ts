import { describe, expect, it } from "vitest";
import { usePortal } from "./portal-harness.js";

const portal = usePortal();
const { enter, goTo, heading, button } = portal;

describe("a session that manages", () => {
  it("registers a destination with a subscription, tests it, rotates its key, pauses and resumes it", async () => {
    await enter("manage");
    const { url } = portal.demo.orders;
    await portal.page.getByRole("link", { name: "Destinations" }).click();
    await button("New destination").click();
    await portal.page.getByLabel("URL").fill(url);
    await portal.page.getByLabel("Name (optional)").fill("Warehouse");
    await portal.page.getByLabel("Event types").fill("stock.*");
    expect(await portal.page.getByLabel("Order", { exact: true }).count()).toBe(0);
    await button("Register").click();
    await portal.page.getByText("Save this secret now").waitFor();
    await button("I have saved it").click();
    await heading("Warehouse");
    await portal.page.getByText("stock.*").waitFor();
    await button("Send a test event").click();
    await portal.page.getByText("The receiver took the test event").waitFor();
    await button("Rotate key").click();
    await button("Rotate").click();
    await portal.page.getByText("Save this secret now").waitFor();
    await button("I have saved it").click();
    const pause = portal.page.locator(".page-header").getByRole("button", { name: "Pause" });
    await pause.click();
    await portal.page.getByText("It was paused here.").waitFor();
    await portal.page.locator(".page-header").getByRole("button", { name: "Resume" }).click();
    await pause.waitFor();
    const { data } = await portal.demo.harbor.client.destinations.list({ tenant: "acme" });
    expect(data.find(({ name }) => name === "Warehouse")).toMatchObject({ tenant: "acme", status: "active" });
    expect(await portal.page.getByLabel(/^(Order|Requests per second)$/).count()).toBe(0);
    await portal.page.getByLabel("Name", { exact: true }).fill("Warehouse 2");
    await button("Save").click();
    await heading("Warehouse 2");
    await button("Delete").last().waitFor();
    await portal.page.locator(".page-header").getByRole("button", { name: "Delete" }).click();
    await button("Delete the destination").click();
    await heading("Destinations");
  });

  it("creates, pauses and deletes a subscription", async () => {
    await enter("manage");
    await goTo(`/destinations/${portal.demo.orders.destination.id}`, "Order service");
    await button("New subscription").click();
    await portal.page.getByLabel("Event types").fill("refund.*");
    await button("Subscribe").click();
    await portal.page.getByText("The subscription is active").waitFor();
    await button("Pause refund.*").click();
    await button("Resume refund.*").waitFor();
    await portal.page
      .getByRole("listitem")
      .filter({ hasText: "refund.*" })
      .getByRole("button", { name: "Delete" })
      .click();
    await button("Delete the subscription").click();
    await portal.page.getByText("refund.*", { exact: true }).waitFor({ state: "detached" });
  });

  it("retries a dead delivery, replays an event to its destinations only, and all dead letters", async () => {
    await enter("manage");
    await goTo(`/deliveries/${portal.demo.dead.id}`, "invoice.created");
    const refused = portal.demo.billing.received.length;
    await button("Retry now").click();
    await expect.poll(() => portal.demo.billing.received.length).toBe(refused + 1);
    const others = [portal.demo.own, portal.demo.globex].map(({ received }) => received.length);
    const delivered = portal.demo.orders.received.length;
    await goTo(`/events/${portal.demo.succeeded.event_id}`, "order.paid");
    await button("Replay").click();
    await button("Replay to all").click();
    await expect.poll(() => portal.demo.orders.received.length).toBe(delivered + 1);
    portal.demo.billing.always(200);
    await goTo("/dead-letters", "Dead letters");
    await button(/^Replay 1$/).click();
    await portal.page.getByRole("alertdialog").getByRole("button", { name: "Replay" }).click();
    await portal.page.getByText("No delivery is dead").waitFor();
    expect([portal.demo.own, portal.demo.globex].map(({ received }) => received.length)).toEqual(others);
  });

  it("cannot resume what the sender has paused, and sees why", async () => {
    const { id } = portal.demo.orders.destination;
    await portal.demo.harbor.client.destinations.update(id, { status: "paused" });
    await enter("manage");
    await goTo(`/destinations/${id}`, "Order service");
    await portal.page.getByText("Northwind paused it. Only Northwind can resume it.").waitFor();
    expect(await portal.page.locator(".page-header").getByRole("button", { name: "Resume" }).count()).toBe(0);
    await portal.demo.harbor.client.destinations.update(id, { status: "active" });
  });
});

describe("a frame", () => {
  const framedIn = async (origin: string, url: string) => {
    await portal.page.goto(`${origin}/?portal=${encodeURIComponent(url)}`);
    return portal.page.frameLocator("iframe");
  };
  /** The application itself is another host for the tests of the other pages. */
  const ofApplication = /^request to http:\/\/(127\.0\.0\.1|localhost):\d+\/(\?portal|favicon)/;

  it("of an allowed origin shows the portal", async () => {
    portal.expected = ofApplication;
    const { url } = await portal.demo.link("manage");
    const frame = await framedIn(portal.application, url);
    await frame.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    await frame.getByRole("link", { name: "Destinations" }).click();
    await frame.getByText("Order service").waitFor();
    const back = frame.getByRole("link", { name: "Back to app.example.com" });
    expect(await back.getAttribute("target")).toBe("_top");
  });

  it("of another origin is refused, and so is every frame of the dashboard", async () => {
    portal.expected = /frame-ancestors|^request to http:/;
    const { url } = await portal.demo.link("read");
    const other = portal.application.replace("127.0.0.1", "localhost");
    for (const [origin, framed] of [
      [other, url],
      [portal.application, `${portal.demo.harbor.url}/dashboard/`],
    ] as const) {
      portal.seen.faults.splice(0);
      const frame = await framedIn(origin, framed);
      await expect.poll(() => portal.seen.faults.join("\n")).toMatch(/frame-ancestors/);
      expect(await frame.getByRole("heading").count()).toBe(0);
    }
  });
});
