import { Module } from "@nestjs/common";
import { Database } from "./database.js";
import { PointsController } from "./points.controller.js";
import { PointsReceiver } from "./points.receiver.js";
import { PointsService } from "./points.service.js";

@Module({
  controllers: [PointsController],
  providers: [Database, PointsService, PointsReceiver],
})
export class AppModule {}
