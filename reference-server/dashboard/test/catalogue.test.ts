import { describe, expect, it } from "vitest";
import { addCatalogue } from "./demo.js";
import { useDashboard } from "./harness.js";

const dashboard = useDashboard();
const { open } = dashboard;

describe("event types", () => {
  it("are empty at first, which teaches how to describe one", async () => {
    const { page } = dashboard;
    await open("/event-types", "Event types");
    await page.getByText("Describe your first event type").waitFor();
    await page.getByRole("link", { name: "harbor.test" }).waitFor();
    await dashboard.expectAccessible();
  });

  it("have their fields, their example and those who get them", async () => {
    const { page, demo } = dashboard;
    await addCatalogue(demo);
    await open("/", "Overview");
    await page.reload();
    await open("/event-types", "Event types");
    await page.getByRole("heading", { name: "Orders" }).waitFor();
    await page.getByText("deprecated").waitFor();
    await dashboard.expectAccessible();

    await page.getByRole("link", { name: "order.created" }).click();
    await page.getByRole("heading", { level: 1, name: "order.created" }).waitFor();
    await page.getByRole("row", { name: "order_id string yes Starts with ord_" }).waitFor();
    await page.getByRole("row", { name: "amount_cents integer no" }).waitFor();
    await page.getByRole("link", { name: "Acme order service" }).waitFor();
    await page
      .getByRole("listitem")
      .filter({ hasText: "Acme's own" })
      .getByText("if its filter passes")
      .waitFor();
    expect(await page.getByRole("link", { name: "CRM sync" }).count()).toBe(0);
    await dashboard.expectAccessible();
    await page.getByRole("tab", { name: "JSON Schema" }).click();
    await page.getByRole("region", { name: "JSON Schema" }).getByText('"minimum": 0').waitFor();
    await dashboard.expectAccessible();

    // An internal type goes to no destination of a tenant.
    await open("/event-types/order.audited", "order.audited");
    await page.getByRole("link", { name: "Acme order service" }).waitFor();
    expect(await page.getByRole("link", { name: "Acme's own" }).count()).toBe(0);
  });

  it("fill in the body of an event, and check it while it is typed", async () => {
    const { page } = dashboard;
    await open("/events", "Events");
    await page.getByRole("button", { name: "Send an event" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Type").fill("order.created");
    await dialog.getByText("A customer placed an order.").waitFor();
    expect(await dialog.getByLabel("Body").inputValue()).toContain('"order_id": "ord_1"');
    await dialog.getByLabel("Body").fill('{"order_id":1}');
    await dialog.getByText("/order_id must be string. Harbor refuses it.").waitFor();
    await dialog.getByLabel("Body").fill('{"order_id":"ord_2"}');
    await dialog.getByText("/order_id must be string").waitFor({ state: "detached" });
    await dialog.getByRole("button", { name: "Send" }).click();
    await page.getByRole("heading", { level: 1, name: "order.created" }).waitFor();
  });
});

describe("tenants", () => {
  it("show their destinations, and lead to their deliveries", async () => {
    const { page } = dashboard;
    await open("/tenants", "Tenants");
    await page.getByRole("link", { name: "globex" }).waitFor();
    await dashboard.expectAccessible();
    await page.getByRole("link", { name: "acme" }).click();
    await page.getByRole("heading", { level: 1, name: "acme" }).waitFor();
    await page.getByRole("link", { name: "Acme's own" }).waitFor();
    await dashboard.expectAccessible();
    await page.getByRole("link", { name: "Deliveries" }).last().click();
    await page.getByText("No delivery matches these filters").waitFor();
    expect(page.url()).toContain("tenant=acme");
    await open("/events?tenant=globex", "Events");
    await page.getByText("1 event", { exact: true }).waitFor();
    await open("/destinations?tenant=acme", "Destinations");
    await page.getByText("1 destination", { exact: true }).waitFor();
  });

  it("have a portal, which opens in another tab and is ended from the list", async () => {
    const { page, demo } = dashboard;
    await open("/tenants/acme", "acme");
    await page.getByText("No session is active").waitFor();
    await page.getByLabel("may make changes").check();
    const opened = page.context().waitForEvent("page");
    await page.getByRole("button", { name: "Open the portal as acme" }).click();
    const portal = await opened;
    await portal.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    const [session] = (await demo.client.portalSessions.list({ tenant: "acme" })).data;
    expect(session?.capabilities).toEqual(["read", "manage"]);

    await open("/settings", "Settings");
    await page.getByRole("link", { name: "acme" }).waitFor();
    await page.getByRole("button", { name: /End the session ps_/ }).click();
    await page.getByText("The session has ended").waitFor();
    await portal.reload();
    await portal.getByRole("heading", { name: "This page is closed" }).waitFor();
    await portal.close();
  });

  it("are erased after a question", async () => {
    const { page, demo } = dashboard;
    await open("/tenants/acme", "acme");
    await page.getByRole("button", { name: "Erase", exact: true }).click();
    await page.getByRole("button", { name: "Erase acme" }).click();
    await page.getByRole("heading", { level: 1, name: "Tenants" }).waitFor();
    await page.getByRole("link", { name: "globex" }).waitFor();
    expect((await demo.client.tenants.list()).data.map(({ tenant }) => tenant)).toEqual(["globex"]);
  });
});
