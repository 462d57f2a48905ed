import cliTruncate from "cli-truncate";
import stringWidth from "string-width";

/** At most `width` columns of a text; `…` marks a cut. Colours are kept. */
export function truncate(text: string, width: number): string {
  let short = cliTruncate(text, width);
  // A character of two columns at the cut is kept whole by cli-truncate.
  for (let most = width - 1; stringWidth(short) > width && most > 0; most -= 1)
    short = cliTruncate(text, most);
  return short;
}
