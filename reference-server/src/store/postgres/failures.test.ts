import { createServer, type AddressInfo } from "node:net";
import { expect, test } from "vitest";
import { openPostgres } from "./open.js";

/** As PgBouncer responds to a parameter that it does not know. */
const REFUSAL = ["SFATAL", "C08P01", "Munsupported startup parameter: statement_timeout", ""].join("\0");

test("a pooler that refuses the session's settings is named with the remedy", async () => {
  const pooler = createServer((socket) => {
    socket.once("data", () => {
      const fields = Buffer.from(`${REFUSAL}\0`);
      const head = Buffer.alloc(5);
      head.write("E");
      head.writeInt32BE(fields.length + 4, 1);
      socket.end(Buffer.concat([head, fields]));
    });
  });
  await new Promise<void>((listening) => pooler.listen(0, "127.0.0.1", listening));
  const { port } = pooler.address() as AddressInfo;
  const store = openPostgres({ url: `postgres://harbor:password@127.0.0.1:${port}/harbor?sslmode=disable` });
  await expect(store.migrate()).rejects.toThrow("Add pgbouncer=true to the URL");
  await store.close();
  await new Promise((closed) => pooler.close(closed));
});
