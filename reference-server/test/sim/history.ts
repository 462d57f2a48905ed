import type { Millis } from "../../src/domain/domain.js";

const IDS = /\b[a-z]+_[0-9A-Z]{26}\b/g;

/** The events of a run, for a comparison with another run: ids are replaced by numbers, because they differ. */
export class History {
  readonly lines: string[] = [];
  readonly #names = new Map<string, string>();

  constructor(readonly elapsed: () => Millis) {}

  note(what: string): void {
    this.lines.push(`${this.elapsed()} ${what.replaceAll(IDS, (id) => this.#nameOf(id))}`);
  }

  #nameOf(id: string): string {
    const name = this.#names.get(id) ?? `#${this.#names.size}`;
    this.#names.set(id, name);
    return name;
  }
}
