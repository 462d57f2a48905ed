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

  /** A new company with its first user; undefined if the name is taken. */
  signUp(companyName: string, userName: string): User | undefined {
    const id = companyName.toLowerCase().replaceAll(/[^a-z0-9]+/g, "-");
    if (this.users.some(({ company }) => company.id === id)) return undefined;
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
      this.#invoices.push({ id: `${id}-${index + 1}`, company, customer, amountCents, isPaid: false });
    }
    return company;
  }

  #addUser(id: string, company: Company, user: Pick<User, "name" | "isAdmin">): User {
    const added = { id, company, ...user };
    this.users.push(added);
    return added;
  }
}
