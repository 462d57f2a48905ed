import { describe, expect, it } from "vitest";
import { axeFindings } from "./browser.js";
import { RETURN_URL } from "./portal-demo.js";
import { usePortal } from "./portal-harness.js";

const portal = usePortal();
const { enter, goTo, heading } = portal;

describe("the link of a session", () => {
  it("signs in, and its token is in no address, request or other tab", async () => {
    const { url } = await enter("read");
    const token = url.slice(url.indexOf("=") + 1);
    expect(portal.page.url()).toBe(`${portal.demo.harbor.url}/portal/#/`);
    expect(portal.seen.requests.filter((request) => request.includes(token))).toEqual([]);
    expect(await portal.page.evaluate(() => JSON.stringify(localStorage) + document.cookie)).not.toContain(
      token,
    );
    const other = await portal.page.context().newPage();
    await other.goto(`${portal.demo.harbor.url}/portal/`);
    await other.getByRole("heading", { name: "This page is closed" }).waitFor();
    await portal.page.goto(`${portal.demo.harbor.url}/dashboard/`);
    await portal.page.getByRole("heading", { name: "Sign in to Harbor" }).waitFor();
  });

  it("shows the sender's name, logo and color, and the way back", async () => {
    await enter("read");
    expect(await portal.page.title()).toBe("Overview · test · Northwind");
    await portal.page.getByRole("banner").getByText("Northwind").waitFor();
    const logo = portal.page.getByRole("banner").locator("img");
    expect(await logo.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBe(56);
    const back = portal.page.getByRole("link", { name: "Back to app.example.com" });
    expect(await back.getAttribute("href")).toBe(RETURN_URL);
    expect(await portal.page.getByText("Harbor").count()).toBe(0);
  });

  it("is closed once the session is revoked, with the way back", async () => {
    const { id } = await enter("read");
    await portal.demo.harbor.client.portalSessions.revoke(id);
    await portal.page.evaluate(() => {
      location.hash = "/deliveries";
    });
    await heading("This page is closed");
    await portal.page.getByRole("link", { name: "Back to app.example.com" }).waitFor();
    await portal.page.reload();
    await heading("This page is closed");
  });

  it("is closed when its time is over while the page is open, on a page that asks for nothing by itself", async () => {
    await portal.page.clock.install();
    const { id } = await enter("read");
    await goTo("/subscriptions", "Subscriptions");
    // An hour passes for the page only, so that the server ends the session by other means.
    await portal.demo.harbor.client.portalSessions.revoke(id);
    await portal.page.clock.fastForward("59:00");
    await heading("Subscriptions");
    await portal.page.clock.fastForward("01:02");
    await heading("This page is closed");
    await portal.page.getByRole("link", { name: "Back to app.example.com" }).waitFor();
  });

  it("closes a page whose stream ends with the session", async () => {
    const { id } = await enter("read");
    await goTo("/live", "Live");
    await portal.demo.harbor.client.portalSessions.revoke(id);
    await heading("This page is closed");
  });

  it("says that it is closed when it is opened late, and in both themes", async () => {
    const { id, url } = await portal.demo.link("read");
    await portal.demo.harbor.client.portalSessions.revoke(id);
    await portal.page.goto(url);
    await heading("This page is closed");
    for (const colorScheme of ["light", "dark"] as const) {
      await portal.page.emulateMedia({ colorScheme });
      expect(await axeFindings(portal.page)).toEqual([]);
    }
  });

  it("does not take an API key, nor the dashboard a token", async () => {
    await portal.page.goto(`${portal.demo.harbor.url}/portal/#key=${portal.demo.harbor.apiKey}`);
    await heading("This page is closed");
    const { url } = await portal.demo.link("read");
    await portal.page.goto(url.replace("/portal/", "/dashboard/"));
    await portal.page.getByRole("heading", { name: "Sign in to Harbor" }).waitFor();
    expect(portal.page.url()).not.toContain("hp_");
  });
});

/** The buttons that change nothing on the server. */
const HARMLESS =
  /^(Skip to the content|Open the navigation|Keyboard shortcuts|Theme.*|Sign out|Refresh|Loading…|Apply|Clear( the list)?|Pause|Continue|Copy.*|Verify)$/;

describe("every page", () => {
  const pages: Record<string, () => [path: string, heading: string]> = {
    overview: () => ["/", "Overview"],
    live: () => ["/live", "Live"],
    deliveries: () => ["/deliveries", "Deliveries"],
    "a delivery": () => [`/deliveries/${portal.demo.succeeded.id}`, "order.paid"],
    "a dead delivery": () => [`/deliveries/${portal.demo.dead.id}`, "invoice.created"],
    "an event": () => [`/events/${portal.demo.succeeded.event_id}`, "order.paid"],
    "event types": () => ["/event-types", "Event types"],
    "an event type": () => ["/event-types/harbor.test", "harbor.test"],
    destinations: () => ["/destinations", "Destinations"],
    "a destination": () => [`/destinations/${portal.demo.orders.destination.id}`, "Order service"],
    subscriptions: () => ["/subscriptions", "Subscriptions"],
    "dead letters": () => ["/dead-letters", "Dead letters"],
  };

  it.each(Object.keys(pages))(
    "offers a read session nothing that would be refused, passes axe, fits 320 pixels: %s",
    async (name) => {
      await enter("read");
      await goTo(...pages[name]!());
      const names = await portal.page
        .getByRole("button")
        .evaluateAll((all) => all.map((each) => each.getAttribute("aria-label") ?? each.textContent));
      expect(names.filter((each) => !HARMLESS.test(each.trim()))).toEqual([]);
      for (const colorScheme of ["light", "dark"] as const) {
        await portal.page.emulateMedia({ colorScheme });
        expect(await axeFindings(portal.page)).toEqual([]);
      }
      await portal.page.setViewportSize({ width: 320, height: 640 });
      expect(await portal.page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320);
    },
  );

  it.each(Object.keys(pages))("passes axe for a session that manages: %s", async (name) => {
    await enter("manage");
    await goTo(...pages[name]!());
    for (const colorScheme of ["light", "dark"] as const) {
      await portal.page.emulateMedia({ colorScheme });
      expect(await axeFindings(portal.page)).toEqual([]);
    }
  });

  it("is reached through the navigation, which has no page of the sender", async () => {
    await enter("read");
    const names = await portal.page
      .getByRole("navigation", { name: "Pages" })
      .getByRole("link")
      .allTextContents();
    expect(names).toEqual([
      "Overview",
      "Live",
      "Deliveries",
      "Event types",
      "Destinations",
      "Subscriptions",
      "Dead letters",
    ]);
    for (const name of names) {
      await portal.page
        .getByRole("navigation", { name: "Pages" })
        .getByRole("link", { name, exact: true })
        .click();
      await heading(name);
    }
  });
});

describe("an edited address", () => {
  it.each(["/settings", "/events", "/tenants"])("has no page %s of the sender", async (path) => {
    await enter("manage");
    await goTo(path, "There is no such page");
  });

  it("leads to nothing of another tenant or of the sender", async () => {
    await enter("manage");
    const { globexDelivery, globexEvent, ownDelivery } = portal.demo.hidden;
    for (const [path, noun] of [
      [`/deliveries/${globexDelivery}`, "Delivery"],
      [`/deliveries/${ownDelivery}`, "Delivery"],
      [`/events/${globexEvent}`, "Event"],
      [`/destinations/${portal.demo.globex.destination.id}`, "Destination"],
      [`/destinations/${portal.demo.own.destination.id}`, "Destination"],
    ]) {
      await goTo("/subscriptions", "Subscriptions");
      await portal.page.evaluate((hash = "") => {
        location.hash = hash;
      }, path);
      await portal.page
        .getByRole("alert")
        .filter({ hasText: `${noun} not found` })
        .waitFor();
    }
    for (const [path, name] of [
      [`/deliveries?destination_id=${portal.demo.globex.destination.id}`, "Deliveries"],
      [`/subscriptions?destination_id=${portal.demo.own.destination.id}`, "Subscriptions"],
      [`/live?destination_id=${portal.demo.own.destination.id}`, "Live"],
      ["/deliveries", "Deliveries"],
      ["/destinations", "Destinations"],
      ["/dead-letters", "Dead letters"],
      ["/", "Overview"],
    ] as const) {
      await goTo(path, name);
      const text = await portal.page.locator("main").innerText();
      expect(text).not.toMatch(/Globex|analytics/);
      expect(text).not.toContain(globexDelivery);
    }
  });
});
