import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { Harbor } from "@harbor/client";
import { startHarbor, type TestHarbor } from "@harbor/testing";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createApp } from "./app.js";
import { events } from "./webhooks.js";

const APP_URL = "https://app.example.com";
let harbor: TestHarbor;
let server: Server;

beforeAll(async () => {
  harbor = await startHarbor();
});
beforeEach(async () => {
  await harbor.reset();
  const client = new Harbor({ apiKey: harbor.apiKey, baseUrl: harbor.url, events });
  server = createApp({ harbor: client, appUrl: APP_URL }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return () => server.close();
});
afterAll(() => harbor.stop());

interface Reply {
  status: number;
  headers: Headers;
  text: string;
}

/** A browser: it keeps the cookie of the login. */
class Visitor {
  cookie = "";

  async request(method: "GET" | "POST", path: string, form?: Record<string, string>): Promise<Reply> {
    const { port } = server.address() as AddressInfo;
    const response = await fetch(`http://127.0.0.1:${port}${path}`, {
      method,
      redirect: "manual",
      headers: { cookie: this.cookie },
      body: form === undefined ? null : new URLSearchParams(form),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.cookie = cookie.split(";")[0] ?? "";
    return { status: response.status, headers: response.headers, text: await response.text() };
  }

  get = (path: string) => this.request("GET", path);
  post = (path: string, form: Record<string, string> = {}) => this.request("POST", path, form);
}

async function login(user: string): Promise<Visitor> {
  const visitor = new Visitor();
  expect((await visitor.post("/login", { user })).headers.get("location")).toBe("/");
  return visitor;
}

async function openInvoiceOf(visitor: Visitor): Promise<string> {
  const [, id] = /\/invoices\/(inv_\w+)\/pay/.exec((await visitor.get("/")).text) ?? [];
  return id ?? "";
}

/** A client with the token of the portal in a page. */
function portalIn({ text }: Reply): Harbor {
  const [, token] = /src="[^"]+#[^"]*?(hp_\w+)/.exec(text) ?? [];
  return new Harbor({ apiKey: token ?? "", baseUrl: harbor.url, maxRetries: 0 });
}

test("every page needs a login", async () => {
  const visitor = new Visitor();
  for (const path of ["/", "/webhooks", "/webhooks/portal", "/company"]) {
    expect((await visitor.get(path)).headers.get("location")).toBe("/login");
  }
  for (const path of ["/invoices/inv_1/pay", "/company/delete", "/logout"]) {
    expect((await visitor.post(path)).headers.get("location")).toBe("/login");
  }
  expect(await harbor.client.portalSessions.list()).toMatchObject({ data: [] });
});

test("a paid invoice is announced to its company only, and once", async () => {
  const acme = await harbor.receiver({ events: ["invoice.*"], destination: { tenant: "acme" } });
  const globex = await harbor.receiver({ events: ["invoice.*"], destination: { tenant: "globex" } });
  const ada = await login("ada");
  const id = await openInvoiceOf(ada);
  await ada.post(`/invoices/${id}/pay`);
  await ada.post(`/invoices/${id}/pay`);
  expect(await acme.next()).toMatchObject({
    eventType: "invoice.paid",
    json: { invoice_id: id, amount_cents: 12_000, currency: "EUR" },
  });
  expect((await harbor.client.events.list()).data).toHaveLength(1);
  expect(globex.received).toEqual([]);
  expect((await ada.get("/")).text).toContain("Paid");
});

test("an invoice of another company is not found", async () => {
  const id = await openInvoiceOf(await login("ada"));
  const grace = await login("grace");
  expect((await grace.post(`/invoices/${id}/pay`)).status).toBe(404);
  expect((await harbor.client.events.list()).data).toEqual([]);
});

test("the portal is that of the login, also if the request names another company", async () => {
  await harbor.receiver({ destination: { tenant: "acme", name: "Acme orders" } });
  const grace = await login("grace");
  const page = await grace.get("/webhooks?tenant=acme&company=acme");
  expect(page.headers.get("cache-control")).toBe("no-store");
  expect(page.headers.get("content-security-policy")).toContain(`frame-src ${harbor.url}`);
  expect((await portalIn(page).destinations.list()).data).toEqual([]);
  const { data } = await harbor.client.portalSessions.list();
  expect(data).toMatchObject([{ tenant: "globex" }]);
});

test("an admin manages in the portal, others read", async () => {
  const url = "http://127.0.0.1:9/hooks";
  const ada = portalIn(await (await login("ada")).get("/webhooks"));
  expect(await ada.destinations.create({ url })).toMatchObject({ tenant: "acme" });
  const alan = portalIn(await (await login("alan")).get("/webhooks"));
  expect((await alan.destinations.list()).data).toHaveLength(1);
  await expect(alan.destinations.create({ url })).rejects.toMatchObject({ code: "forbidden" });
});

test("each visit has a session of its own, and all end with the log-out", async () => {
  const ada = await login("ada");
  const [first, second] = [portalIn(await ada.get("/webhooks")), portalIn(await ada.get("/webhooks"))];
  const link = await ada.get("/webhooks/portal");
  expect(link.status).toBe(303);
  expect(link.headers.get("location")).toContain(`${harbor.url}/portal/#`);
  expect((await harbor.client.portalSessions.list()).data).toHaveLength(3);
  await ada.post("/logout");
  for (const portal of [first, second]) {
    await expect(portal.destinations.list()).rejects.toMatchObject({ code: "forbidden" });
  }
  expect((await harbor.client.portalSessions.list()).data).toEqual([]);
  expect((await ada.get("/webhooks")).headers.get("location")).toBe("/login");
});

test("sign-up registers a destination and shows its secret", async () => {
  const visitor = new Visitor();
  const form = { company: "Initech <b>", name: "Peter", url: "http://127.0.0.1:9/hooks" };
  const page = await visitor.post("/signup", form);
  expect(page.text).toMatch(/<code>whsec_/);
  expect(page.text).toContain("Initech &lt;b&gt;");
  expect((await harbor.client.destinations.list()).data).toMatchObject([
    { name: form.company, url: form.url },
  ]);
  expect((await portalIn(await visitor.get("/webhooks")).destinations.list()).data).toHaveLength(1);
  expect((await new Visitor().post("/signup", { ...form, company: "Hooli", url: "ftp://x" })).status).toBe(
    400,
  );
});

test("a company that leaves is erased, and only by an admin", async () => {
  await harbor.receiver({ events: ["**"], destination: { tenant: "acme" } });
  const ours = await harbor.receiver({ events: ["**"], destination: { tenant: null } });
  const [ada, alan] = [await login("ada"), await login("alan")];
  await ada.post(`/invoices/${await openInvoiceOf(ada)}/pay`);
  await ours.next();
  expect((await alan.post("/company/delete")).status).toBe(403);
  const portal = portalIn(await ada.get("/webhooks"));

  expect((await ada.post("/company/delete")).headers.get("location")).toBe("/login");
  expect((await alan.get("/")).headers.get("location")).toBe("/login");
  await expect(portal.destinations.list()).rejects.toMatchObject({ code: "forbidden" });
  expect((await harbor.client.destinations.list({ tenant: "acme" })).data).toEqual([]);
  expect((await harbor.client.events.list()).data).toMatchObject([{ tenant: "acme", body: null }]);
});
