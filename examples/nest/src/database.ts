import { Injectable } from "@nestjs/common";
import Sqlite from "better-sqlite3";

@Injectable()
export class Database {
  readonly handle = new Sqlite(process.env.DATABASE_FILE ?? "points.db");

  constructor() {
    this.handle.pragma("journal_mode = WAL");
    this.handle.exec(
      "CREATE TABLE IF NOT EXISTS customers (id TEXT PRIMARY KEY, name TEXT NOT NULL, points INTEGER NOT NULL)",
    );
  }
}
