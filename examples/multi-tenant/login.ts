import { randomBytes } from "node:crypto";
import type { Request, RequestHandler, Response } from "express";
import type { Company, User } from "./data.js";
import type { Portal } from "./webhooks.js";

export interface Login {
  user: User;
  /** Open portal pages. They end with the login. */
  portals: Portal[];
}

type Page = (login: Login, request: Request, response: Response) => Promise<void> | void;

/** Stand-in for your own login: it knows no passwords. */
export class Logins {
  #logins = new Map<string, Login>();

  start(user: User, response: Response): void {
    const id = randomBytes(32).toString("base64url");
    this.#logins.set(id, { user, portals: [] });
    // Add `secure: true` once the application has https.
    response.cookie("login", id, { httpOnly: true, sameSite: "lax" });
  }

  /** A page for users who are logged in. It gets the user, and thereby the company, from the server's own session. */
  required(page: Page): RequestHandler {
    return async (request, response) => {
      const login = this.#logins.get(idIn(request));
      if (login === undefined) response.redirect(303, "/login");
      else await page(login, request, response);
    };
  }

  end(request: Request, response: Response): void {
    this.#logins.delete(idIn(request));
    response.clearCookie("login");
  }

  endAll(company: Company): void {
    for (const [id, { user }] of this.#logins) if (user.company === company) this.#logins.delete(id);
  }
}

function idIn({ headers }: Request): string {
  return /(?:^|; )login=([\w-]+)/.exec(headers.cookie ?? "")?.[1] ?? "";
}
