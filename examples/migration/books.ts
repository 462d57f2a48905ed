import Database from "better-sqlite3";
import type { Express } from "express";
import { z } from "zod";

/** The body of every event, from both senders, before and after the migration. Its id stays the same. */
export const Event = z.object({
  id: z.string(),
  type: z.string(),
  data: z.object({ amount_cents: z.int() }),
});
export type Event = z.infer<typeof Event>;

export const database = new Database(process.env.DATABASE_FILE ?? "books.db");
database.pragma("journal_mode = WAL");
database.exec(
  "CREATE TABLE IF NOT EXISTS entries (event_id TEXT NOT NULL, sender TEXT NOT NULL, amount_cents INTEGER NOT NULL)",
);
const addEntry = database.prepare("INSERT INTO entries (event_id, sender, amount_cents) VALUES (?, ?, ?)");
const allEntries = database.prepare("SELECT * FROM entries ORDER BY rowid");

/** The effect of an event and the record that it was handled, in one transaction. The entries alone would take an event twice. */
export function book(sender: string, event: Event, record: () => void): void {
  const work = database.transaction(() => {
    addEntry.run(event.id, sender, event.data.amount_cents);
    record();
  });
  work.immediate();
}

/** Starts the application. `finish` waits for what still runs when it stops. */
export function serve(app: Express, finish = (): Promise<unknown> => Promise.resolve()): void {
  app.get("/entries", (_request, response) => void response.json(allEntries.all()));
  const server = app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
    const address = server.address();
    const port = typeof address === "object" ? address?.port : undefined;
    console.log(`takes deliveries on http://127.0.0.1:${port}/webhooks`);
  });
  process.once("SIGTERM", () => {
    server.close(() => void finish().then(() => database.close()));
  });
}
