import type { AddressInfo } from "node:net";
import { Harbor } from "@harbor/client";
import { Pool } from "pg";
import { events } from "./events.js";
import { createOrderService } from "./order-service.js";

const pool = new Pool({ connectionString: process.env.DATABASE_URL });
const harbor = new Harbor({ events }); // HARBOR_API_KEY and HARBOR_BASE_URL
const service = await createOrderService({ pool, harbor });

const server = service.app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1", () => {
  console.log(`takes orders on http://127.0.0.1:${(server.address() as AddressInfo).port}/orders`);
});

process.once("SIGTERM", () => {
  server.close(() => void service.stop().then(() => pool.end()));
});
