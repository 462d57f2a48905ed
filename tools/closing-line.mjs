import { relative } from "node:path";
import { root } from "./workspace.mjs";

/** A reporter of vitest that ends the output with one line: `N passed, N failed`. A run in which nothing passed has failed. */
export default class ClosingLine {
  /** @type {import("vitest/reporters").Reporter["onTestRunEnd"]} */
  onTestRunEnd(modules, unhandledErrors) {
    const results = countResults(modules, unhandledErrors);
    process.stdout.write(`${closingLines(results).join("\n")}\n`);
    if (results.failed > 0 || results.passed === 0) process.exitCode = 1;
  }
}

/**
 * Counts the results of a vitest run. A file that does not load, a hook that throws outside a test and an unhandled
 * error each count as one failure: none of them has a test that could fail in its place.
 *
 * @param {import("vitest/node").TestModule[]} modules
 * @param {unknown[]} unhandledErrors
 */
function countResults(modules, unhandledErrors) {
  const results = { passed: 0, failed: unhandledErrors.length, skipped: [] };
  for (const module of modules) {
    results.failed += module.errors().length;
    for (const suite of module.children.allSuites()) results.failed += suite.errors().length;
    for (const test of module.children.allTests()) countTest(test, results);
  }
  return results;
}

function countTest(test, results) {
  const { state } = test.result();
  if (state === "passed") results.passed += 1;
  else if (state === "failed") results.failed += 1;
  else
    results.skipped.push({
      file: relative(root, test.module.moduleId),
      name: test.fullName,
      reason: reasonOf(test),
    });
}

function reasonOf(test) {
  const { note } = test.result();
  if (note) return note;
  for (let suite = test.parent; suite !== undefined; suite = suite.parent) {
    if (suite.errors().length > 0) return "a hook before it failed";
  }
  return "no reason given";
}

/** The skipped tests and the reasons, then the closing line. */
function closingLines({ passed, failed, skipped }) {
  const closing = `${passed} passed, ${failed} failed`;
  if (skipped.length === 0) return [closing];
  return [...skippedLines(skipped), `${closing}, ${skipped.length} skipped`];
}

/** One line for each file and reason: a database that is missing skips dozens of tests at once. */
function skippedLines(skipped) {
  const groups = new Map();
  for (const { file, name, reason } of skipped) {
    const names = groups.get(`${file} (${reason})`) ?? [];
    groups.set(`${file} (${reason})`, [...names, name]);
  }
  return [...groups].map(([where, [name, ...others]]) => {
    const more = others.length === 0 ? "" : `, and ${others.length} more`;
    return `skipped in ${where}: ${name}${more}`;
  });
}
