import "reflect-metadata";
import { NestFactory } from "@nestjs/core";
import { nestAdapter } from "@harbor/receiver/nestjs";
import { AppModule } from "./app.module.js";
import { PointsReceiver } from "./points.receiver.js";

const app = await NestFactory.create(AppModule, { logger: ["error", "warn"] });
app.use("/webhooks/harbor", nestAdapter(app.get(PointsReceiver).receiver)); // before Nest's own body parser
app.enableShutdownHooks(["SIGTERM"], { useProcessExit: true });
await app.listen(Number(process.env.PORT ?? 3000), "127.0.0.1");
console.log(`takes deliveries on ${await app.getUrl()}/webhooks/harbor`);
