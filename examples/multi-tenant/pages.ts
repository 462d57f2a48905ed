import type { Invoice, User } from "./data.js";
import { html, type Html } from "./html.js";

interface Page {
  title: string;
  user?: User | undefined;
  content: Html;
}

const NONE = html``;

function layout({ title, user, content }: Page): string {
  const link = (path: string, name: string) =>
    html`<a href="${path}" ${name === title ? html`aria-current="page"` : NONE}>${name}</a>`;
  const { text } = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <title>${title} · Northwind Billing</title>
        <link rel="icon" href="data:," />
        <link rel="stylesheet" href="/style.css" />
      </head>
      <body>
        ${
          user === undefined
            ? NONE
            : html`<header>
                <b>${user.company.name}</b>
                <nav>
                  ${link("/", "Invoices")} ${link("/webhooks", "Webhooks")}
                  ${user.isAdmin ? link("/company", "Company") : NONE}
                </nav>
                <form method="post" action="/logout"><button>Log out ${user.name}</button></form>
              </header>`
        }
        <main>${content}</main>
      </body>
    </html>`;
  return text;
}

export function loginPage(users: User[]): string {
  const content = html`<h1>Northwind Billing</h1>
    <section>
      <h2>Log in</h2>
      <form method="post" action="/login" class="choices">
        ${users.map(
          ({ id, name, isAdmin, company }) =>
            html`<button name="user" value="${id}">
              ${name}, ${company.name} ${isAdmin ? html`<small>admin</small>` : NONE}
            </button>`,
        )}
      </form>
    </section>
    <section>
      <h2>Sign up</h2>
      <form method="post" action="/signup" class="fields">
        <label>Company <input name="company" required /></label>
        <label>Your name <input name="name" required /></label>
        <label>Webhook URL (optional) <input name="url" type="url" placeholder="https://" /></label>
        <button class="primary">Sign up</button>
      </form>
    </section>`;
  return layout({ title: "Log in", content });
}

export function invoicesPage(user: User, invoices: Invoice[]): string {
  const row = ({ id, customer, amountCents, isPaid }: Invoice) =>
    html`<tr>
      <td>${customer}<br /><small>${id}</small></td>
      <td class="number">€${(amountCents / 100).toFixed(2)}</td>
      <td>
        ${
          isPaid
            ? html`<span class="paid">Paid</span>`
            : html`<form method="post" action="/invoices/${id}/pay">
                <button>Mark as paid</button>
              </form>`
        }
      </td>
    </tr>`;
  const content = html`<h1>Invoices</h1>
    <table>
      <thead>
        <tr>
          <th>Customer</th>
          <th class="number">Amount</th>
          <th>Status</th>
        </tr>
      </thead>
      <tbody>
        ${invoices.map(row)}
      </tbody>
    </table>`;
  return layout({ title: "Invoices", user, content });
}

export function webhooksPage(user: User, portalUrl: string): string {
  const content = html`<div class="title">
      <h1>Webhooks</h1>
      <a href="/webhooks/portal" target="_blank" rel="noreferrer">Open in a new tab</a>
    </div>
    <iframe src="${portalUrl}" title="Webhooks" allow="clipboard-write"></iframe>`;
  return layout({ title: "Webhooks", user, content });
}

export function companyPage(user: User): string {
  const content = html`<h1>Company</h1>
    <p>
      ${user.company.name} leaves with its users, its invoices and all data of its webhooks. This cannot be
      undone.
    </p>
    <form method="post" action="/company/delete">
      <button class="danger">Delete ${user.company.name}</button>
    </form>`;
  return layout({ title: "Company", user, content });
}

/** After sign-up: the signing secret is shown here and nowhere else. */
export function secretPage(user: User, secret: string): string {
  const content = html`<h1>Welcome, ${user.name}</h1>
    <p>Your webhooks are signed with this secret. Save it now: it is not shown again.</p>
    <p><code>${secret}</code></p>
    <p><a href="/webhooks">Continue</a></p>`;
  return layout({ title: "Welcome", user, content });
}

export function messagePage(message: string, user?: User): string {
  const content = html`<h1>${message}</h1>
    <p><a href="/">Back</a></p>`;
  return layout({ title: message, user, content });
}
