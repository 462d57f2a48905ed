import { RECEIVER_GUIDES } from "../generated/receiver-guides.js";

export type Page = keyof typeof RECEIVER_GUIDES;

/**
 * A TypeScript block of a page of docs/receive/. The first one is a complete receiver; the tests start it and deliver events to it.
 */
export function guideBlock(page: Page, index = 0): string {
  const blocks = [...RECEIVER_GUIDES[page].matchAll(/^```ts\n(?:\/\/ \S+\n)?(.*?)^```$/gms)];
  const [, code] = blocks[index] ?? [];
  if (code === undefined) throw new Error(`${page}.md has too few blocks of TypeScript`);
  return code;
}

interface GuideParts {
  /** The imports that the receiver needs. */
  imports: string;
  receiver: string;
  /** The adapter's name, such as `expressAdapter`. */
  adapter: string;
  /** The rest: an application that mounts the receiver as `harbor`. */
  app: string;
}

const RECEIVER = /^const receiver = .*?^\}\);\n/ms;
const OF_RECEIVER = /^import .* from "(?:@harbor\/receiver.*|zod)";\n/gm;

/** A receiver with its application, taken apart. */
export function guideParts(page: Page): GuideParts {
  const block = guideBlock(page);
  const imports = block.match(OF_RECEIVER) ?? [];
  const [receiver] = RECEIVER.exec(block) ?? [];
  const [adapter] = /\w+Adapter/.exec(imports.join("")) ?? [];
  if (receiver === undefined || adapter === undefined) throw new Error(`${page}.md has no receiver`);
  const app = block
    .replace(RECEIVER, "")
    .replaceAll(OF_RECEIVER, "")
    .replaceAll(`${adapter}(receiver)`, "harbor")
    .replace("const harbor = harbor;\n", "")
    .replaceAll(/\n{3,}/g, "\n\n");
  return { imports: imports.join(""), receiver, adapter, app };
}

/** The lines of the application that mount the receiver. */
export function mountingLines(page: Page): string[] {
  return guideParts(page)
    .app.split("\n")
    .filter((line) => line.includes('"/webhooks/harbor"'))
    .map((line) => line.trim());
}
