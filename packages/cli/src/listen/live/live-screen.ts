import { createLogUpdate } from "log-update";
import type { Field, Output } from "../../output/output.js";
import { printableStyled } from "../../output/printable.js";
import type { DeliveryRecords } from "../records.js";
import { detailFrame } from "./detail-frame.js";
import { finalList, listFrame, type Screen } from "./list-frame.js";
import type { LiveState } from "./state.js";

interface ScreenOptions {
  output: Output;
  records: DeliveryRecords;
}

const ESCAPE = "\u001b";
const ENTER_ALTERNATE = `${ESCAPE}[?1049h${ESCAPE}[H`;
const LEAVE_ALTERNATE = `${ESCAPE}[?1049l`;

/**
 * The terminal: the list is redrawn below the lines that stay, a delivery's details have the alternate screen, so that the list is
 * there again after them.
 */
export class LiveScreen {
  readonly #state: LiveState;
  readonly #options: ScreenOptions;
  readonly #list = new Redrawn();
  /** The details on the alternate screen, or null. */
  #details: Redrawn | null = null;
  /** Lines that are printed once the alternate screen is left. */
  readonly #waiting: (() => void)[] = [];
  #scheduled: NodeJS.Immediate | null = null;
  #ended = false;
  readonly #onResize = () => {
    this.draw();
  };
  readonly #onExit = () => {
    this.#leaveDetails();
  };

  constructor(state: LiveState, options: ScreenOptions) {
    this.#state = state;
    this.#options = options;
    process.stdout.on("resize", this.#onResize);
    process.once("exit", this.#onExit);
  }

  /** Once for all changes of one turn. */
  draw(): void {
    if (this.#ended) return;
    this.#scheduled ??= setImmediate(() => {
      this.#scheduled = null;
      this.#drawNow();
    });
  }

  /** Prints lines that stay, above the list. They are not wrapped: a terminal's own wrapping survives a copy by mouse. */
  print(text: string): void {
    this.#printWith(() => {
      this.#list.clear();
      process.stdout.write(`${printableStyled(text)}\n`);
    });
  }

  /** Prints sentences that stay, wrapped between words. */
  printSentence(text: string): void {
    this.#printWith(() => {
      this.#list.clear();
      this.#options.output.text(text);
    });
  }

  printRecord(fields: readonly Field[]): void {
    this.#printWith(() => {
      this.#list.clear();
      this.#options.output.record({}, fields);
    });
  }

  /** By OSC 52, which also works over ssh; a terminal that does not know it ignores it. */
  copyToClipboard(text: string): void {
    process.stdout.write(`${ESCAPE}]52;c;${Buffer.from(text).toString("base64")}\u0007`);
  }

  /** Leaves the list on the screen, without the keys. */
  end(): void {
    this.#ended = true;
    if (this.#scheduled !== null) clearImmediate(this.#scheduled);
    process.stdout.off("resize", this.#onResize);
    process.off("exit", this.#onExit);
    this.#leaveDetails();
    this.#list.end();
    const lines = finalList(this.#state, this.#screen());
    if (lines.length > 0) process.stdout.write(`${lines.join("\n")}\n`);
  }

  #printWith(write: () => void): void {
    if (this.#details !== null) this.#waiting.push(write);
    else write();
    this.draw();
  }

  #drawNow(): void {
    const { open } = this.#state;
    const record = open === null ? null : this.#options.records.get(open.deliveryId);
    if (record === null) {
      this.#leaveDetails();
      this.#list.draw(listFrame(this.#state, this.#screen()));
      return;
    }
    if (this.#details === null) {
      process.stdout.write(ENTER_ALTERNATE);
      this.#details = new Redrawn();
    }
    this.#details.draw(detailFrame(this.#state, record, this.#screen()));
  }

  #leaveDetails(): void {
    if (this.#details === null) return;
    this.#details = null;
    process.stdout.write(LEAVE_ALTERNATE);
    for (const write of this.#waiting.splice(0)) write();
  }

  #screen(): Screen {
    const { columns, rows } = process.stdout;
    return { columns, rows, colors: this.#options.output.colors };
  }
}

/** Lines that are drawn over their previous version. */
class Redrawn {
  readonly #update = createLogUpdate(process.stdout);
  #height = 0;

  draw(lines: readonly string[]): void {
    // log-update patches the lines that differ, and loses the last ones if the number of lines changes.
    if (lines.length !== this.#height) this.clear();
    this.#height = lines.length;
    this.#update(lines.join("\n"));
  }

  clear(): void {
    this.#update.clear();
    this.#height = 0;
  }

  end(): void {
    this.#update.clear();
    this.#update.done();
  }
}
