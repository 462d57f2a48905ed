import { relative } from "node:path";
import { root } from "./workspace.mjs";

/**
 * Counts what a vitest run came to. A file that does not load, a hook that throws outside a test and an unhandled
 * error each count as one failure: none of them has a test that could fail in its place.
 *
 * @param {import("vitest/node").TestModule[]} modules
 * @param {unknown[]} unhandledErrors
 */
export function countResults(modules, unhandledErrors) {
  const results = { passed: 0, failed: unhandledErrors.length, skipped: [] };
  for (const module of modules) {
    results.failed += module.errors().length;
    for (const suite of module.children.allSuites()) results.failed += suite.errors().length;
    for (const test of module.children.allTests()) countTest(test, results);
  }
  return results;
}

function countTest(test, results) {
  const { state, note } = test.result();
  if (state === "passed") results.passed += 1;
  else if (state === "failed") results.failed += 1;
  else
    results.skipped.push({ name: `${relative(root, test.module.moduleId)}: ${test.fullName}`, reason: note });
}

/** Each skipped test with its reason, then the closing line. */
export function closingLines({ passed, failed, skipped }) {
  const closing = `${passed} passed, ${failed} failed`;
  if (skipped.length === 0) return [closing];
  const reasons = skipped.map(({ name, reason = "no reason given" }) => `skipped ${name} (${reason})`);
  return [...reasons, `${closing}, ${skipped.length} skipped`];
}
