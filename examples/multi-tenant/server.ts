import { Harbor } from "@harbor/client";
import { createApp } from "./app.js";
import { events } from "./webhooks.js";

const port = Number(process.env.PORT ?? 3000);
const appUrl = process.env.APP_URL ?? `http://127.0.0.1:${port}`;
// HARBOR_API_KEY and HARBOR_BASE_URL. A visitor waits for each of these calls, so their time is short.
const harbor = new Harbor({ events, timeoutMs: 5_000, deadlineMs: 10_000 });

const server = createApp({ harbor, appUrl }).listen(port, "127.0.0.1", () => {
  console.log(`takes visitors on ${appUrl}`);
});

process.once("SIGTERM", () => {
  server.close();
});
