import { describe, expect, it } from "vitest";
import { EXACT_BODY, HOSTILE } from "./demo.js";
import { useDashboard } from "./harness.js";

const dashboard = useDashboard();
const { open, clipboard } = dashboard;

describe("signing in", () => {
  it("takes a typed key, after a wrong one was explained, and holds for the tab", async () => {
    const { page, demo, home } = dashboard;
    await page.goto(home);
    await page.getByLabel("API key").fill("hk_test_00000000000000");
    await page.keyboard.press("Enter");
    await page.getByText("The server does not know this key").waitFor();
    await page.getByLabel("API key").fill(demo.harbor.apiKey);
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    await page.reload();
    await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    const other = await page.context().newPage();
    await other.goto(home);
    await other.getByLabel("API key").waitFor();
    await other.close();
    await page.getByRole("button", { name: "Sign out" }).click();
    await page.getByLabel("API key").waitFor();
    expect(await page.evaluate(() => sessionStorage.length)).toBe(0);
  });

  it("shows that data is live", async () => {
    const { page, demo, home } = dashboard;
    const live = await demo.harbor.createApiKey({ environment: "live" });
    await page.goto("about:blank");
    await page.goto(`${home}#key=${live}`);
    await page.getByText("Live", { exact: true }).first().waitFor();
    await page.getByRole("heading", { name: "Send your first event" }).waitFor();
    expect(await page.title()).toContain("LIVE");
    await page.getByRole("button", { name: "Sign out" }).click();
  });

  it("takes the key of a link out of the address and the history, and sends it in no URL", async () => {
    const { page, demo, seen, home } = dashboard;
    await page.goto("about:blank");
    await page.goto(`${home}#key=${demo.harbor.apiKey}`);
    await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
    expect(page.url()).toBe(`${home}#/`);
    expect(seen.requests.filter((url) => url.includes(demo.harbor.apiKey))).toEqual([]);
    expect(await page.content()).not.toContain(demo.harbor.apiKey);
    expect(await page.evaluate(() => localStorage.length)).toBe(0);
  });
});

it("loads at most 200 kB for its first page", async () => {
  const { page, home, demo } = dashboard;
  const sizes: Promise<number>[] = [];
  const context = await page.context().browser()!.newContext();
  const first = await context.newPage();
  first.on("requestfinished", (request) => {
    if (request.url().startsWith(home))
      sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize));
  });
  await first.goto(`${home}#key=${demo.harbor.apiKey}`);
  await first.getByText("Attempts over time").first().waitFor();
  await first.waitForLoadState("networkidle");
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  await context.close();
  expect(bytes).toBeGreaterThan(50_000);
  expect(bytes).toBeLessThanOrEqual(200_000);
});

describe("the overview", () => {
  it("shows what needs attention, and leads to it", async () => {
    const { page } = dashboard;
    await open("/", "Overview");
    await page.getByText("1 dead delivery to Billing").waitFor();
    await page.getByRole("link", { name: "Show it" }).click();
    await page.getByRole("link", { name: "invoice.line_item.added" }).waitFor();
    expect(page.url()).toContain("status=dead");
  });

  it("has the destinations with attempts, those that fail most first, each with its shape over the day", async () => {
    const { page } = dashboard;
    await open("/", "Overview");
    const items = page
      .getByRole("region", { name: "Destinations in the last 24 hours" })
      .getByRole("listitem");
    await expect.poll(() => items.count()).toBe(3);
    expect(await items.last().innerText()).toMatch(/Acme order service[^]*1 attempt, 100% succeeded/);
    await expect.poll(() => items.locator("canvas").count()).toBe(3);
  });

  it("shows the figures of a chosen range", async () => {
    const { page } = dashboard;
    await open("/", "Overview");
    await page.getByRole("link", { name: "1 hour" }).click();
    await page.getByText("Attempts over time").first().waitFor();
    expect(page.url()).toContain("range=1h");
  });
});

describe("the deliveries", () => {
  it("are filtered by the address, and the filters write it", async () => {
    const { page } = dashboard;
    await open("/deliveries?status=retrying", "Deliveries");
    await page.getByRole("link", { name: "customer.updated" }).waitFor();
    expect(await page.getByRole("row").count()).toBe(2);
    await page.getByLabel("Status").selectOption("succeeded");
    await page.getByRole("link", { name: "order.created" }).waitFor();
    await page.getByLabel("Event type").fill("invoice.sent");
    await page.keyboard.press("Enter");
    await page.getByText("No delivery matches these filters").waitFor();
    expect(page.url()).toContain("event_type=invoice.sent");
    await page.goBack();
    await page.getByRole("link", { name: "order.created" }).waitFor();
  });

  it("are filtered by a range between two times, typed in the zone of the browser", async () => {
    const { page, demo } = dashboard;
    const zone = await page.evaluate(() => Intl.DateTimeFormat().resolvedOptions().timeZone);
    const { created_at } = await demo.client.deliveries.get(demo.succeeded);
    await open("/deliveries", "Deliveries");
    await page.getByLabel("Time").selectOption("Between two times");
    await page.getByRole("link", { name: "order.created" }).waitFor();
    await page.getByLabel(`Until (${zone})`).fill("2020-01-31T10:00:05");
    await page.getByLabel(`From (${zone})`).fill("2020-01-30T10:00");
    await page.keyboard.press("Enter");
    await page.getByText("No delivery matches these filters").waitFor();
    const until = await page.evaluate(() => new Date("2020-01-31T10:00:05").toISOString());
    expect(new URLSearchParams(page.url().split("?")[1]).get("until")).toBe(until);
    await dashboard.expectAccessible();
    await open(`/deliveries?since=${created_at}&until=${new Date(Date.now() + 60_000).toISOString()}`);
    await page.getByRole("link", { name: "order.created" }).waitFor();
    await open(`/deliveries?until=${created_at}`, "Deliveries");
    await page.getByText("No delivery matches these filters").waitFor();
    await page.getByLabel("Time").selectOption("24 hours");
    await page.getByRole("link", { name: "order.created" }).waitFor();
    expect(await page.getByLabel(`Until (${zone})`).count()).toBe(0);
  });

  it("are read with the keyboard alone", async () => {
    const { page } = dashboard;
    await open("/deliveries", "Deliveries");
    await page.getByRole("link", { name: "order.created" }).waitFor();
    const focused = () => page.evaluate(() => document.activeElement?.textContent);
    await page.keyboard.press("j");
    expect(await focused()).toBe("invoice.line_item.added");
    await page.keyboard.press("j");
    await page.keyboard.press("j");
    expect(await focused()).toBe("order.created");
    await page.keyboard.press("k");
    expect(await focused()).toBe("customer.updated");
    await page.keyboard.press("/");
    expect(await page.getByLabel("Status").evaluate((element) => element === document.activeElement)).toBe(
      true,
    );
    await page.getByRole("link", { name: "order.created" }).focus();
    await page.keyboard.press("Enter");
    await page.getByRole("heading", { level: 1, name: "order.created" }).waitFor();
    await page.keyboard.press("g");
    await page.keyboard.press("o");
    await page.getByRole("heading", { level: 1, name: "Overview" }).waitFor();
  });

  it("are sent again with the key r on a row", async () => {
    const { page, demo } = dashboard;
    const attempts = async () => (await demo.client.deliveries.get(demo.retrying)).retries.length;
    const before = await attempts();
    await open("/deliveries?status=retrying", "Deliveries");
    await page.getByRole("link", { name: "customer.updated" }).waitFor();
    await page.keyboard.press("r");
    await page.keyboard.press("j");
    await page.keyboard.press("r");
    await page.getByText("The delivery is sent again now").waitFor();
    await expect.poll(attempts).toBe(before + 1);
  });
});

describe("a delivery", () => {
  it("has the exact body, pretty and raw", async () => {
    const { page, demo } = dashboard;
    await open(`/deliveries/${demo.succeeded}`);
    await page.getByRole("region", { name: "Body of the event" }).waitFor();
    expect(await page.getByRole("region", { name: "Body of the event" }).innerText()).toContain(
      '"amount": 12345678901234567890.10,',
    );
    await page.getByRole("button", { name: "Copy: Body of the event" }).click();
    await page.getByText("Copied").waitFor();
    expect(await clipboard()).toBe(EXACT_BODY);
    await page.getByRole("tab", { name: "Raw" }).click();
    const raw = page.getByRole("tabpanel", { name: "Raw" });
    expect(await raw.getByRole("region", { name: "Body of the event" }).innerText()).toBe(EXACT_BODY);
  });

  it("is copied as a curl command whose quotes a shell reads", async () => {
    const { page, demo } = dashboard;
    await open(`/deliveries/${demo.succeeded}`);
    await page.getByRole("button", { name: "Copy as curl" }).click();
    await page.getByText("Copied").waitFor();
    const command = await clipboard();
    expect(command).toContain(`curl -X POST '${demo.shop.url}'`);
    expect(command).toContain(`"it'\\''s"`);
  });

  it("shows a hostile response as text", async () => {
    const { page, demo } = dashboard;
    await open(`/deliveries/${demo.dead}`);
    const shown = page.getByRole("region", { name: "Response body of attempt 1" });
    await shown.waitFor();
    const text = await shown.innerText();
    expect(text).toContain("<script>window.hacked = true</script>");
    expect(text).toContain("U+202E");
    expect(text).toContain("U+001B");
    expect(text).not.toMatch(/[\u202E\u001B\u200B]/);
    expect(await page.evaluate(() => "hacked" in window)).toBe(false);
    await page.getByRole("button", { name: "Copy: Response body of attempt 1" }).click();
    await page.getByText("Copied").waitFor();
    expect(await clipboard()).toBe(HOSTILE);
  });

  it("has the headers of each request and response", async () => {
    const { page, demo } = dashboard;
    await open(`/deliveries/${demo.succeeded}`);
    await page.getByText("Request headers").click();
    const request = await page.getByRole("region", { name: "Request headers of attempt 1" }).innerText();
    expect(request).toContain(
      `Harbor-Signature: ${String(demo.shop.received[0]!.headers["harbor-signature"])}`,
    );
    await page.getByText("Response headers").click();
    const response = await page.getByRole("region", { name: "Response headers of attempt 1" }).innerText();
    expect(response).toContain("Transfer-Encoding: chunked");
  });

  it("shows the URL that each attempt was sent to, also when the destination has another one since", async () => {
    const { page, demo } = dashboard;
    const { id, url } = demo.crm.destination;
    const newUrl = `${url}?version=2`;
    await demo.client.destinations.update(id, { url: newUrl });
    const { retries } = await demo.client.deliveries.get(demo.retrying);
    await demo.client.deliveries.retry(demo.retrying);
    const all = async () => (await demo.client.deliveries.get(demo.retrying)).retries;
    await expect.poll(async () => (await all()).length).toBe(retries.length + 1);
    await open(`/deliveries/${demo.retrying}`);
    await page.getByText(`POST ${newUrl}`, { exact: true }).waitFor();
    expect(await page.getByText(`POST ${url}`, { exact: true }).count()).toBe(retries.length);
    await demo.client.destinations.update(id, { url });
  });

  it("is sent again with Retry now", async () => {
    const { page, demo } = dashboard;
    demo.billing.reply(200);
    const sent = demo.billing.received.length;
    await open(`/deliveries/${demo.dead}`);
    await page.getByText("Harbor has given up").waitFor();
    await page.getByRole("button", { name: "Retry now" }).click();
    await page.getByText("The receiver confirmed it").waitFor();
    expect(demo.billing.received.length).toBe(sent + 1);
  });

  it("explains in words why a signature does not match, and confirms one that does", async () => {
    const { page, demo } = dashboard;
    await open(`/deliveries/${demo.succeeded}`);
    const { headers, body } = demo.shop.received[0]!;
    await page
      .getByLabel("Headers, as received")
      .fill(`Harbor-Signature: ${String(headers["harbor-signature"])}`);
    await page.getByLabel("Signing secret").fill(`${demo.shop.secret} `);
    await page.getByLabel("Body, as received").fill(JSON.stringify(JSON.parse(body.toString())));
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByText("The signature does not match").waitFor();
    await page.getByLabel("Body, as received").fill(body.toString());
    await page.getByLabel("Signing secret").fill(demo.shop.secret);
    await page.getByRole("button", { name: "Verify" }).click();
    await page.getByText("The signature matches").waitFor();
  });
});

describe("every page", () => {
  const pages: Record<string, () => [path: string, heading: string]> = {
    overview: () => ["/", "Overview"],
    deliveries: () => ["/deliveries", "Deliveries"],
    "a delivery": () => [`/deliveries/${dashboard.demo.retrying}`, "customer.updated"],
    events: () => ["/events", "Events"],
    "an event": () => [`/events/${dashboard.demo.event}`, "order.created"],
    destinations: () => ["/destinations", "Destinations"],
    "a destination": () => [`/destinations/${dashboard.demo.crm.destination.id}`, "CRM sync"],
    subscriptions: () => ["/subscriptions", "Subscriptions"],
    "dead letters": () => ["/dead-letters", "Dead letters"],
    live: () => ["/live", "Live"],
    settings: () => ["/settings", "Settings"],
    "an unknown address": () => ["/nothing", "There is no such page"],
  };

  it.each(Object.keys(pages))("passes axe in both themes and fits 320 pixels: %s", async (name) => {
    await open(...pages[name]!());
    await dashboard.expectAccessible();
  });
});
