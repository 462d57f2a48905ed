import { Controller, Get, NotFoundException, Param } from "@nestjs/common";
import { type Customer, PointsService } from "./points.service.js";

@Controller("customers")
export class PointsController {
  constructor(private readonly points: PointsService) {}

  @Get(":id")
  find(@Param("id") id: string): Customer {
    const customer = this.points.find(id);
    if (customer === undefined) throw new NotFoundException();
    return customer;
  }
}
