import { fileURLToPath } from "node:url";
import { type Harbor, HarborError } from "@harbor/client";
import express, { type ErrorRequestHandler, type Express, Router } from "express";
import { z } from "zod";
import { Data } from "./data.js";
import { type Login, Logins } from "./login.js";
import { companyPage, invoicesPage, loginPage, messagePage, secretPage, webhooksPage } from "./pages.js";
import { type events, type Portal, Webhooks } from "./webhooks.js";

const CSP = "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; frame-ancestors 'none'";

const LogIn = z.object({ user: z.string() });
const SignUp = z.object({
  company: z.string().trim().min(1).max(60),
  name: z.string().trim().min(1).max(60),
  url: z.union([z.literal(""), z.url()]),
});

interface Parts {
  data: Data;
  logins: Logins;
  webhooks: Webhooks;
}

export function createApp(options: { harbor: Harbor<typeof events>; appUrl: string }): Express {
  const webhooks = new Webhooks(options.harbor, options.appUrl);
  const parts = { data: new Data(), logins: new Logins(), webhooks };
  return express()
    .disable("x-powered-by")
    .get("/style.css", (_request, response) => {
      response.sendFile(fileURLToPath(new URL("style.css", import.meta.url)));
    })
    .use((_request, response, next) => {
      // The pages are private, and one of them contains a token.
      response.set({ "cache-control": "no-store", "content-security-policy": CSP });
      next();
    })
    .use(express.urlencoded())
    .use(accountRoutes(parts), invoiceRoutes(parts), webhookRoutes(parts), companyRoutes(parts))
    .use(showError);
}

function accountRoutes({ data, logins, webhooks }: Parts): Router {
  return Router()
    .get("/login", (_request, response) => void response.send(loginPage(data.users)))
    .post("/login", (request, response) => {
      const { user: id } = LogIn.parse(request.body);
      const user = data.users.find((candidate) => candidate.id === id);
      if (user !== undefined) logins.start(user, response);
      response.redirect(303, "/");
    })
    .post("/signup", async (request, response) => {
      const { company, name, url } = SignUp.parse(request.body);
      const user = data.signUp(company, name);
      logins.start(user, response);
      const secret = url === "" ? null : await webhooks.provision(user.company, url);
      if (secret === null) response.redirect(303, "/webhooks");
      else response.send(secretPage(user, secret));
    })
    .post(
      "/logout",
      logins.required(async ({ portals }, request, response) => {
        logins.end(request, response);
        // Without Harbor the log-out works too: the portal sessions end by themselves.
        await webhooks.closePortals(portals).catch((error: unknown) => console.error(error));
        response.redirect(303, "/login");
      }),
    );
}

function invoiceRoutes({ data, logins, webhooks }: Parts): Router {
  return Router()
    .get(
      "/",
      logins.required(({ user }, _request, response) => {
        response.send(invoicesPage(user, data.invoicesOf(user.company)));
      }),
    )
    .post(
      "/invoices/:id/pay",
      logins.required(async ({ user }, request, response) => {
        const invoice = data.invoice(user.company, String(request.params.id));
        if (invoice === undefined || user.company.isClosing) {
          return void response.status(404).send(messagePage("No such invoice", user));
        }
        await webhooks.announcePayment(invoice);
        invoice.isPaid = true;
        response.redirect(303, "/");
      }),
    );
}

function webhookRoutes({ logins, webhooks }: Parts): Router {
  /** A new session for each visit, of the company that is logged in. Nothing in the request can change it. */
  async function openPortal({ user, portals }: Login): Promise<Portal> {
    const portal = await webhooks.openPortal(user);
    portals.push(portal);
    return portal;
  }

  return Router()
    .get(
      "/webhooks",
      logins.required(async (login, _request, response) => {
        const { url } = await openPortal(login);
        response.set("content-security-policy", `${CSP}; frame-src ${new URL(url).origin}`);
        response.send(webhooksPage(login.user, url));
      }),
    )
    .get(
      "/webhooks/portal",
      logins.required(async (login, _request, response) => {
        const { url } = await openPortal(login);
        response.redirect(303, url);
      }),
    );
}

function companyRoutes({ data, logins, webhooks }: Parts): Router {
  return Router()
    .get(
      "/company",
      logins.required(({ user }, _request, response) => void response.send(companyPage(user))),
    )
    .post(
      "/company/delete",
      logins.required(async ({ user }, _request, response) => {
        const { company, isAdmin } = user;
        if (!isAdmin) return void response.status(403).send(messagePage("Only an admin may do this", user));
        company.isClosing = true; // an event that was sent after the erasure would stay
        await webhooks.erase(company);
        logins.endAll(company);
        data.remove(company);
        response.redirect(303, "/login");
      }),
    );
}

const showError: ErrorRequestHandler = (error, _request, response, _next) => {
  if (error instanceof z.ZodError) {
    response.status(400).send(messagePage(z.prettifyError(error)));
  } else if (error instanceof HarborError && error.code === "invalid_url") {
    response.status(400).send(messagePage(error.message));
  } else {
    console.error(error);
    response.status(503).send(messagePage("That did not work. Please try again"));
  }
};
