#!/usr/bin/env node
import { Command } from "commander";
import { VERSION } from "./version.js";

await new Command("harbor").description("Harbor on the command line.").version(VERSION).parseAsync();
