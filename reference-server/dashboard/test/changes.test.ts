import { describe, expect, it } from "vitest";
import { VERSION } from "../../src/version.js";
import { sendAll } from "./demo.js";
import { useDashboard } from "./harness.js";

const dashboard = useDashboard();
const { open, clipboard } = dashboard;

/** A click on the page behind a dialog. */
const beside = () => dashboard.page.mouse.click(5, 400);

/** Neither a click beside the dialog nor Escape closes it, and it has no other way out. */
async function expectToStay(text: string): Promise<void> {
  const { page } = dashboard;
  await page.getByText(text).waitFor();
  await beside();
  await page.keyboard.press("Escape");
  await page.keyboard.press("Escape");
  expect(await page.getByRole("dialog").getByRole("button", { name: "Close" }).count()).toBe(0);
  expect(await page.getByText(text).isVisible()).toBe(true);
}

describe("events", () => {
  it("are sent from the page, found by their key, and replayed to a chosen destination", async () => {
    const { page, demo } = dashboard;
    await open("/events", "Events");
    await page.getByRole("button", { name: "Send an event" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Body").fill("{");
    await dialog.getByText("This is not JSON yet").waitFor();
    await dialog.getByLabel("Body").fill('{"total":10.00}');
    await dialog.getByLabel("Idempotency key").fill("order-1-created");
    await dialog.getByRole("button", { name: "Send" }).click();
    await page.getByRole("heading", { level: 1, name: "order.created" }).waitFor();
    await page.getByText("Acme order service").waitFor();
    const sent = () => demo.shop.received.filter(({ body }) => body.toString() === '{"total":10.00}').length;
    await expect.poll(sent).toBe(1);

    await page.getByRole("button", { name: "Replay" }).click();
    await page.getByRole("checkbox", { name: "Acme order service" }).click();
    await page.getByRole("button", { name: "Replay to 1 destination" }).click();
    await page.getByText("1 new delivery").waitFor();
    await expect.poll(sent).toBe(2);

    await open("/events?idempotency_key=order-1-created", "Events");
    await page.getByText("1 event", { exact: true }).waitFor();

    await open("/events", "Events");
    await page.getByLabel("Event id").fill(demo.event);
    await page.keyboard.press("Enter");
    await page.getByText("1 event", { exact: true }).waitFor();
    await page.getByLabel("Event id").fill("evt_unknown");
    await page.keyboard.press("Enter");
    await page.getByText("No event matches these filters").waitFor();
  });
});

describe("destinations", () => {
  it("are registered, and their secret is shown once", async () => {
    const { page, demo } = dashboard;
    await open("/destinations", "Destinations");
    await page.getByRole("button", { name: "New destination" }).click();
    await page.getByLabel("URL").fill("http://10.0.0.1/hook");
    await page.getByRole("button", { name: "Register" }).click();
    await page.getByRole("alert").waitFor();
    const registered = async () => (await demo.client.destinations.list({ limit: 100 })).data.length;
    const before = await registered();
    await page.getByLabel("URL").fill(demo.shop.url);
    await page.getByLabel("Name").fill("Second");
    await page.getByLabel("Event types").fill("nothing..");
    await page.getByRole("button", { name: "Register" }).click();
    await page.locator(".field", { hasText: "Event types" }).locator(".field-error").waitFor();
    expect(await registered()).toBe(before);
    await page.getByLabel("Event types").fill("nothing.*");
    await page.getByLabel("Order", { exact: true }).selectOption("key");
    await page.getByRole("button", { name: "Register" }).click();
    await expectToStay("Save this secret now");
    await page.getByRole("button", { name: "Copy the secret" }).click();
    await page.getByText("Copied").waitFor();
    const secret = await clipboard();
    expect(secret).toMatch(/^whsec_/);
    await page.getByRole("button", { name: "I have saved it" }).click();
    await page.getByRole("heading", { level: 1, name: "Second" }).waitFor();
    await page.getByText("nothing.*").waitFor();
    expect(await registered()).toBe(before + 1);
    expect(await page.getByLabel("Order", { exact: true }).inputValue()).toBe("key");
    expect(await page.content()).not.toContain(secret);
  });

  it("are paused, resumed, tested, changed and given a new key", async () => {
    const { page, demo } = dashboard;
    await open(`/destinations/${demo.shop.destination.id}`, "Acme order service");
    await page.getByRole("button", { name: "Pause", exact: true }).click();
    await page.getByText("It was paused by hand.").waitFor();
    await page.getByRole("button", { name: "Resume" }).click();
    await page.getByText("It was paused by hand.").waitFor({ state: "hidden" });

    await page.getByRole("button", { name: "Send a test event" }).click();
    await page.getByText("Response 200").waitFor();

    await page.getByLabel("Retries").fill("2");
    await page.getByText("gets 2 retries; the last one about 2 min 30 s").waitFor();
    await page.getByRole("button", { name: "Save the policy" }).click();
    await page.getByText("The retry policy is saved").waitFor();

    await page.getByLabel("Timeout in seconds").fill("9999");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await page.getByText("must be <= ").first().waitFor();

    await page.getByRole("button", { name: "Rotate key" }).click();
    await page.getByRole("button", { name: "Rotate", exact: true }).click();
    await page.getByText("Save this secret now").waitFor();
    await page.getByRole("button", { name: "I have saved it" }).click();
  });
});

it("lists a destination no more once it is deleted", async () => {
  const { page, demo } = dashboard;
  await demo.harbor.receiver({ events: [], destination: { name: "Short-lived" } });
  await open("/destinations", "Destinations");
  await page.getByRole("button", { name: "Refresh" }).click();
  const row = page.getByRole("link", { name: "Short-lived" });
  await row.click();
  await page.getByRole("heading", { level: 1, name: "Short-lived" }).waitFor();
  await page.getByRole("button", { name: "Delete", exact: true }).click();
  await page.getByRole("button", { name: "Delete the destination" }).click();
  await page.getByRole("heading", { level: 1, name: "Destinations" }).waitFor();
  await row.waitFor({ state: "detached" });
  await page.getByText("The destination is deleted").waitFor();
});

describe("the settings of a destination", () => {
  it("limit its rate, and refuse another limit than a number", async () => {
    const { page, demo } = dashboard;
    const { id } = demo.shop.destination;
    const stored = async () => (await demo.client.destinations.get(id)).max_per_second;
    const rate = page.getByLabel("Requests per second");
    const save = page.getByRole("button", { name: "Save", exact: true });
    // From another page, so that nothing typed before is left in the form.
    await open("/destinations", "Destinations");
    await open(`/destinations/${id}`, "Acme order service");
    expect(await rate.inputValue()).toBe("");

    await rate.fill("2.5");
    await save.click();
    await expect.poll(stored).toBe(2.5);
    for (const refused of ["10001", "0.01", "fast"]) {
      await rate.fill(refused);
      await save.click();
      const field = page.locator(".field", { has: rate });
      await field.locator(".field-error").waitFor();
      expect(await stored()).toBe(2.5);
      await rate.fill("2.5");
      await save.click();
      await field.locator(".field-error").waitFor({ state: "detached" });
    }

    await rate.fill("");
    await save.click();
    await expect.poll(stored).toBeNull();
  });

  it("set its order; a delivery that waits says so, and goes when the order is lifted", async () => {
    const { page, demo } = dashboard;
    const ordered = await demo.harbor.receiver({ events: ["stock.*"], destination: { name: "Stock" } });
    const stored = async () => (await demo.client.destinations.get(ordered.destination.id)).ordering;
    const save = page.getByRole("button", { name: "Save", exact: true });
    ordered.always(503);
    await open(`/destinations/${ordered.destination.id}`, "Stock");
    expect(await page.getByLabel("Order", { exact: true }).inputValue()).toBe("none");
    await page.getByLabel("Order", { exact: true }).selectOption("key");
    await page.getByText("A failing delivery holds back the later ones").waitFor();
    await save.click();
    await expect.poll(stored).toBe("key");

    const [head, follower] = [await sendWithKey("item-1"), await sendWithKey("item-1")];
    await open(`/deliveries/${head}`, "stock.changed");
    await page.getByText("The receiver responded with 503.").waitFor();
    await open(`/deliveries/${follower}`, "stock.changed");
    await page.getByText("with the ordering key item-1 have succeeded or are dead").waitFor();
    expect(await page.getByRole("button", { name: "Retry now" }).isDisabled()).toBe(true);
    await dashboard.expectAccessible();
    await open(`/deliveries?destination_id=${ordered.destination.id}`, "Deliveries");
    await page.getByText("waits for its key").waitFor();

    ordered.always(200);
    await open(`/destinations/${ordered.destination.id}`, "Stock");
    await page.getByLabel("Order", { exact: true }).selectOption("none");
    await save.click();
    await expect.poll(async () => (await demo.client.deliveries.get(follower)).status).toBe("succeeded");
    expect(await stored()).toBe("none");
  });

  /** Sends an event from the page and returns the id of its delivery. */
  async function sendWithKey(key: string): Promise<string> {
    const { page, demo } = dashboard;
    await open("/events", "Events");
    await page.getByRole("button", { name: "Send an event" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Type").fill("stock.changed");
    await dialog.getByLabel("Ordering key").fill(key);
    await dialog.getByRole("button", { name: "Send" }).click();
    await page.getByRole("heading", { level: 1, name: "stock.changed" }).waitFor();
    await page.getByText(key).waitFor();
    const [, id = ""] = /events\/(evt_\w+)/.exec(page.url()) ?? [];
    const { deliveries } = await demo.client.events.get(id);
    return deliveries[0]!.id;
  }
});

describe("a recovery", () => {
  it("counts what a destination missed since a time, and sends it", async () => {
    const { page, demo } = dashboard;
    const late = await demo.harbor.receiver({ events: [], destination: { name: "Late" } });
    await demo.client.subscriptions.create({ destination_id: late.destination.id, event_type: "order.*" });
    await open(`/destinations/${late.destination.id}`, "Late");
    await page.getByRole("button", { name: "Count what it missed" }).press("Enter");
    await page.getByText(/without a delivery, 0 dead, 0 delivered or under way/).waitFor();
    await dashboard.expectAccessible();
    const start = page.getByRole("button", { name: /^Recover \d+ events?$/ });
    const count = Number(/\d+/.exec(await start.innerText())![0]);
    await start.press("Enter");
    await page.getByText(/sent to the destination/).waitFor();
    await expect.poll(() => late.received.length).toBe(count);
    await page.getByRole("button", { name: "Count what it missed" }).click();
    await page.getByText("It missed nothing.").waitFor();
    await demo.client.destinations.delete(late.destination.id);
  });
});

describe("subscriptions", () => {
  it("are created, paused and deleted", async () => {
    const { page } = dashboard;
    await open("/subscriptions", "Subscriptions");
    await page.getByRole("button", { name: "New subscription" }).click();
    await page.getByLabel("Event types").fill("order.*");
    await page.getByLabel("Filter of the body").fill('{ "$.rate": { "$gte": 1 } }');
    await page.getByRole("button", { name: "Try it on the latest events" }).click();
    await page.getByText("It matches 1 of the latest").waitFor();
    await page.getByLabel("Filter of the body").fill("");
    await page.getByLabel("Event types").fill("refund.*");
    await page.getByRole("button", { name: "Subscribe" }).click();
    const row = page.getByRole("listitem").filter({ hasText: "refund.*" });
    await row.getByRole("button", { name: "Pause" }).click();
    await row.getByText("Paused").waitFor();
    await row.getByRole("button", { name: "Delete" }).click();
    await page.getByRole("button", { name: "Delete the subscription" }).click();
    await row.waitFor({ state: "detached" });
  });
});

describe("dead letters", () => {
  it("are grouped by destination and cause, counted by the server, and replayed", async () => {
    const { page, demo } = dashboard;
    await sendAll(demo.harbor, "invoice.sent", ["1", "2"]);
    await open("/dead-letters", "Dead letters");
    await page.getByText("Response 422").waitFor();
    demo.billing.reply(200, 200, 200);
    await page.getByRole("button", { name: "Replay 3" }).click();
    await page.getByRole("alertdialog").getByText("3 will be sent.").waitFor();
    await dashboard.expectAccessible();
    await page.getByRole("alertdialog").getByRole("button", { name: "Replay" }).click();
    await page.getByText("3 deliveries are sent again").waitFor();
    await page.getByText("No delivery is dead").waitFor();
  });
});

describe("live", () => {
  it("shows changes as they happen, filtered, and stands still while paused", async () => {
    const { page, demo } = dashboard;
    await open("/live?event_type=order.live", "Live");
    await page.getByText("Connected.").waitFor();
    await expect
      .poll(
        async () => {
          await sendAll(demo.harbor, "order.live", ["1"]);
          return await page.getByRole("link", { name: "order.live" }).count();
        },
        { timeout: 5_000 },
      )
      .toBeGreaterThan(0);
    expect(await page.getByRole("link", { name: "order.created" }).count()).toBe(0);
    await page.getByRole("button", { name: "Pause" }).click();
    await page.getByText("Paused: changes are counted").waitFor();
  });
});

it("shows the version, the health and the queue of the server", async () => {
  const { page } = dashboard;
  await open("/settings", "Settings");
  const factOf = (name: string) => page.locator("dl.facts > div", { hasText: name }).locator("dd");
  expect(await factOf("Version").textContent()).toBe(VERSION);
  await factOf("Health").getByText("ready", { exact: true }).waitFor();
  await factOf("Queue")
    .getByText(/^\d+ due/)
    .waitFor();
});

describe("API keys", () => {
  it("are created and revoked", async () => {
    const { page } = dashboard;
    await open("/settings", "Settings");
    await page.getByRole("button", { name: "New key" }).click();
    await page.getByLabel("Name").fill("checkout");
    await beside();
    expect(await page.getByLabel("Name").inputValue()).toBe("checkout");
    await page.getByRole("button", { name: "Create" }).click();
    await expectToStay("Save this secret now");
    await page.getByRole("button", { name: "I have saved it" }).click();
    const row = page.getByRole("listitem").filter({ hasText: "checkout" });
    await row.getByRole("button", { name: "Revoke" }).click();
    await page.getByRole("button", { name: "Revoke the key" }).click();
    await row.getByText("revoked").waitFor();
  });
});
