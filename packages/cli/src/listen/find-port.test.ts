import { expect, test } from "vitest";
import { choosePort, printedPort } from "./find-port.js";
import { portsInLsof } from "./listening-ports.js";

test.each([
  ["  ➜  Local:   http://localhost:5173/", 5173],
  ["  \u001b[32m➜\u001b[39m Local: http://localhost:\u001b[1m5173\u001b[22m/", 5173],
  ["Example app listening on port 3000", 3000],
  ["* Running on http://127.0.0.1:5000", 5000],
  ["listening at http://[::1]:8080", 8080],
  ["ready on http://0.0.0.0:8787", 8787],
  ["Debugger listening on ws://127.0.0.1:9229/1f", null],
  ["see http://localhost:9229", null],
  ["compiled in 3000 ms", null],
  ["http://shop.example:3000/", null],
])("%s: %s", (line, port) => {
  expect(printedPort(line)).toBe(port);
});

test("the printed port if it is listened on, else the lowest that is not the inspector's", () => {
  expect(choosePort([24678, 3000], 3000)).toBe(3000);
  expect(choosePort([24678, 3000], 8080)).toBe(3000);
  expect(choosePort([9229, 4000], null)).toBe(4000);
  expect(choosePort([9229], null)).toBeNull();
  expect(choosePort([], 3000)).toBeNull();
  expect(choosePort(null, 3000)).toBe(3000);
});

test("the output of lsof", () => {
  expect(portsInLsof("p77\nf21\nn*:3000\nf22\nn127.0.0.1:9229\nn[::1]:5173\n")).toEqual([3000, 9229, 5173]);
  expect(portsInLsof("")).toEqual([]);
});
