import { clockTime } from "../output/format.js";
import type { Output } from "../output/output.js";
import { printable, printableStyled } from "../output/printable.js";
import { attemptLine, remarkOn, secretNote, sessionFields } from "./describe.js";
import type { ListenSession, ListenView } from "./view.js";

/** A line for each attempt: for pipes and files, and for terminals with `--plain`. */
export function createPlainView(output: Output): ListenView {
  const { colors } = output;
  let session: ListenSession | null = null;
  let lastRemark: string | null = null;
  const timed = (text: string) => {
    output.text(`${clockTime()}  ${text}`);
  };
  return {
    starting(command) {
      output.note(colors.dim(`Starting ${printable(command)}`));
    },
    waitingForPort(command) {
      output.note(
        `${printable(command)} does not listen on a port yet. --port names it, if it is another process that does.`,
      );
    },
    ready(about, ready) {
      if (session !== null && ready.resumed) timed(colors.green("connected again"));
      else {
        output.record({}, sessionFields(about, ready));
        output.text(colors.dim(`\n${secretNote(about)} Ctrl-C ends.\n`));
      }
      session = about;
    },
    began: () => undefined,
    finished(record, attempt) {
      output.text(attemptLine(record, attempt, colors));
      const remark = session === null ? null : remarkOn(attempt, session.url);
      // Retries fail for the same reason: it is said once in a row.
      if (remark !== null && remark !== lastRemark) output.text(`          ${colors.yellow("↳")} ${remark}`);
      lastRemark = remark;
    },
    localFault({ text }) {
      if (text !== lastRemark) timed(`${colors.red("not sent")}  ${text}; trying again`);
      lastRemark = text;
    },
    commandLine(line) {
      process.stdout.write(`${colors.dim("│")} ${printableStyled(line)}\n`);
    },
    lost(reason) {
      timed(`${colors.yellow("connection lost")} (${printable(reason)}), reconnecting`);
    },
    expired() {
      timed(
        `${colors.yellow("the server removed the destination")} after a long absence; a new one follows, with the same secret`,
      );
    },
    replayed({ replayed, failed }) {
      if (failed !== null) output.text(`${colors.red("replay failed")}: ${printable(failed)}`);
      else output.text(colors.dim(`${replayed} recent ${replayed === 1 ? "event" : "events"} replayed`));
    },
    stopping() {
      output.note("\nStopping: waiting for open requests. Ctrl-C again quits at once.");
    },
    ended(count) {
      output.note(`${count} ${count === 1 ? "request" : "requests"} forwarded.`);
    },
  };
}
