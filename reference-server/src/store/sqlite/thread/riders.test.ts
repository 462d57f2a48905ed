import { expect, test } from "vitest";
import { Riders } from "./riders.js";

/** Commits that end when the test says so, and the order in which all was sent. */
function sender() {
  const riders = new Riders();
  const sent: string[] = [];
  const ends = new Map<string, (error?: Error) => void>();
  const commit = (name: string) =>
    riders.with(() => {
      sent.push(name);
      return new Promise<void>((resolve, reject) => {
        ends.set(name, (error) => (error === undefined ? resolve() : reject(error)));
      });
    });
  const settle = async (name: string) => {
    await riders.ready();
    sent.push(name);
  };
  return { sent, commit, settle, end: (name: string, error?: Error) => ends.get(name)?.(error) };
}

test("without a commit under way a settlement is sent at once", async () => {
  const { sent, settle } = sender();
  await settle("settlement");
  expect(sent).toEqual(["settlement"]);
});

test("a settlement that comes during a commit is sent with the next one", async () => {
  const { sent, commit, settle, end } = sender();
  const first = commit("first");
  const settled = settle("settlement");
  const second = commit("second");
  await settled;
  expect(sent).toEqual(["first", "second", "settlement"]);
  end("first");
  end("second");
  await Promise.all([first, second]);
});

test.each([undefined, new Error("disk full")])(
  "where no commit follows, it waits for the end: %s",
  async (error) => {
    const { sent, commit, settle, end } = sender();
    const outcome = commit("commit").catch((reason: unknown) => reason);
    const settled = settle("settlement");
    end("commit", error);
    expect(await outcome).toBe(error);
    expect(sent).toEqual(["commit"]);
    await settled;
    expect(sent).toEqual(["commit", "settlement"]);
  },
);
