import { test } from "node:test";
import { idempotencyConformance } from "../src/conformance.js";
import { memoryStore } from "../src/stores/memory.js";

const shared = memoryStore();
const createStore = ({ retentionDays }: { retentionDays?: number }) =>
  retentionDays === undefined ? shared : memoryStore({ retentionDays });

for (const { name, run } of idempotencyConformance({ createStore })) void test(name, run);
