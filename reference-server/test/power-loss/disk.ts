import { mkdirSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { Operation } from "./system-calls.js";

type Change = Extract<Operation, { kind: "write" | "truncate" }>;

interface Pending {
  /** Its place among all operations. */
  at: number;
  change: Change;
}

const SECTOR_BYTES = 512;

/** A disk that has what was synced, and of the rest any part: the power can go between any two of its sectors. */
export class Disk {
  readonly #durable = new Map<string, FileImage>();
  #pending: Pending[] = [];

  apply(operation: Operation, at: number): void {
    if (operation.kind === "write" || operation.kind === "truncate") {
      this.#pending.push({ at, change: operation });
    } else if (operation.kind === "sync") {
      const { file, covers } = operation;
      const isDurable = (pending: Pending) => pending.change.file === file && pending.at < covers;
      for (const { change } of this.#pending.filter(isDurable)) imageOf(this.#durable, file).apply(change);
      this.#pending = this.#pending.filter((pending) => !isDurable(pending));
    }
  }

  /** How many changes a power cut could lose. */
  get atStake(): number {
    return this.#pending.length;
  }

  /**
   * Writes the files as a power cut leaves them: `random` (uniform in [0, 1)) decides of each sector that was not synced whether it
   * reached the disk; `survive` is the share that did.
   */
  writeTo(folder: string, { random, survive }: { random: () => number; survive: number }): void {
    const files = new Map([...this.#durable].map(([name, image]) => [name, image.copy()]));
    for (const { change } of this.#pending)
      for (const part of sectorsOf(change)) if (random() < survive) imageOf(files, change.file).apply(part);
    mkdirSync(folder, { recursive: true });
    for (const [name, image] of files) writeFileSync(join(folder, basename(name)), image.content);
  }
}

function sectorsOf(change: Change): Change[] {
  if (change.kind === "truncate") return [change];
  const sectors: Change[] = [];
  for (let start = 0; start < change.data.length; start += SECTOR_BYTES) {
    const data = change.data.subarray(start, start + SECTOR_BYTES);
    sectors.push({ ...change, offset: change.offset + start, data });
  }
  return sectors;
}

function imageOf(files: Map<string, FileImage>, name: string): FileImage {
  let image = files.get(name);
  if (image === undefined) files.set(name, (image = new FileImage()));
  return image;
}

/** The bytes of one file; grows by doubling. */
class FileImage {
  #bytes = Buffer.alloc(0);
  #length = 0;

  get content(): Buffer {
    return this.#bytes.subarray(0, this.#length);
  }

  copy(): FileImage {
    const image = new FileImage();
    image.#bytes = Buffer.from(this.content);
    image.#length = this.#length;
    return image;
  }

  apply(change: Change): void {
    if (change.kind === "truncate") return this.#resize(change.length);
    this.#resize(Math.max(this.#length, change.offset + change.data.length));
    change.data.copy(this.#bytes, change.offset);
  }

  #resize(length: number): void {
    if (length > this.#bytes.length) {
      const grown = Buffer.alloc(Math.max(length, this.#bytes.length * 2));
      this.content.copy(grown);
      this.#bytes = grown;
    }
    this.#bytes.fill(0, length, Math.max(length, this.#length));
    this.#length = length;
  }
}
