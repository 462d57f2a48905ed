import { randomBytes, randomUUID } from "node:crypto";

/** A customer. Its id is the tenant of its webhooks. */
export interface Company {
  id: string;
  name: string;
  isClosing: boolean;
}

export interface User {
  id: string;
  name: string;
  isAdmin: boolean;
  company: Company;
}

export interface Invoice {
  id: string;
  company: Company;
  customer: string;
  amountCents: number;
  isPaid: boolean;
}

/** Stand-in for your database, with two companies. */
export class Data {
  users: User[] = [];
  #invoices: Invoice[] = [];

  constructor() {
    const acme = this.#addCompany("acme", "Acme");
    this.#addUser("ada", acme, { name: "Ada", isAdmin: true });
    this.#addUser("alan", acme, { name: "Alan", isAdmin: false });
    const globex = this.#addCompany("globex", "Globex");
    this.#addUser("grace", globex, { name: "Grace", isAdmin: true });
  }

  /** A new company with its first user. Its id is never used again: what belongs to a tenant outlives its company. */
  signUp(companyName: string, userName: string): User {
    const id = randomUUID();
    return this.#addUser(`${id}-admin`, this.#addCompany(id, companyName), { name: userName, isAdmin: true });
  }

  invoicesOf(company: Company): Invoice[] {
    return this.#invoices.filter((invoice) => invoice.company === company);
  }

  invoice(company: Company, id: string): Invoice | undefined {
    return this.invoicesOf(company).find((invoice) => invoice.id === id);
  }

  remove(company: Company): void {
    this.users = this.users.filter((user) => user.company !== company);
    this.#invoices = this.#invoices.filter((invoice) => invoice.company !== company);
  }

  #addCompany(id: string, name: string): Company {
    const company = { id, name, isClosing: false };
    for (const [index, customer] of ["Initech", "Hooli", "Umbrella"].entries()) {
      const amountCents = 12_000 + 4_550 * index;
      const invoiceId = `inv_${randomBytes(4).toString("hex")}`;
      this.#invoices.push({ id: invoiceId, company, customer, amountCents, isPaid: false });
    }
    return company;
  }

  #addUser(id: string, company: Company, user: Pick<User, "name" | "isAdmin">): User {
    const added = { id, company, ...user };
    this.users.push(added);
    return added;
  }
}
