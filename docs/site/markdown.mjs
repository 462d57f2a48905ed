// Reads Markdown as the site and GitHub do: headings with GitHub's anchors, links outside of code.

const BLOCK = /^(?<fence>`{3,})[^\n]*\n.*?^\k<fence>$/gms;
const INLINE = /(?<ticks>`+)(?!`)(?:(?!\n\n).)+?(?<!`)\k<ticks>(?!`)/gms;
const CODE = new RegExp(`${BLOCK.source}|${INLINE.source}`, "gms");
const LINK = /(?<=\]\()[^()\s]+(?=\))|(?<=^\[[^\]]+\]: )\S+/gm;

/** The anchor that GitHub gives a heading. */
export const anchorOf = (heading) =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N} _-]/gu, "")
    .replaceAll(" ", "-");

/** The anchors of a page: of its headings, a repeated one with a number, and of its `<a id>`. */
export function anchorsIn(markdown) {
  const text = markdown.replace(BLOCK, "");
  const counts = new Map();
  const headings = [...text.matchAll(/^#+ (.*)$/gm)].map(([, heading]) => {
    const anchor = anchorOf(heading.replace(/\]\([^)]*\)/g, ""));
    const count = counts.get(anchor) ?? 0;
    counts.set(anchor, count + 1);
    return count === 0 ? anchor : `${anchor}-${count}`;
  });
  return new Set([...headings, ...[...text.matchAll(/<a id="([^"]+)"/g)].map(([, id]) => id)]);
}

export const titleOf = (markdown) => /^# (.*)$/m.exec(markdown)?.[1].replaceAll("`", "");

/** The text with each target of a link or image replaced by the result of `replace`; code stays as it is. */
export function mapLinks(markdown, replace) {
  const map = (text) => text.replace(LINK, (target) => replace(target));
  let end = 0;
  let result = "";
  // A link may have code in its text, so targets are looked for in what is left when code is cut out.
  for (const { index, 0: code } of markdown.matchAll(CODE)) {
    result += map(markdown.slice(end, index)) + code;
    end = index + code.length;
  }
  return result + map(markdown.slice(end));
}
