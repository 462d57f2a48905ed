import { Injectable } from "@nestjs/common";
import { Database } from "./database.js";

export interface Customer {
  id: string;
  name: string;
  points: number;
}

@Injectable()
export class PointsService {
  constructor(private readonly database: Database) {}

  addCustomer(id: string, name: string): void {
    this.database.handle
      .prepare("INSERT INTO customers (id, name, points) VALUES (?, ?, 0) ON CONFLICT DO NOTHING")
      .run(id, name);
  }

  /** Returns whether the customer is known. */
  addPoints(id: string, points: number): boolean {
    const statement = this.database.handle.prepare("UPDATE customers SET points = points + ? WHERE id = ?");
    return statement.run(points, id).changes === 1;
  }

  find(id: string): Customer | undefined {
    return this.database.handle
      .prepare<string, Customer>("SELECT id, name, points FROM customers WHERE id = ?")
      .get(id);
  }
}
