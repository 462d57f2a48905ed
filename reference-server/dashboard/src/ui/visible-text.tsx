import { Fragment } from "react";

/**
 * Characters that change how other text is shown, or show nothing: control characters, zero-width and bidirectional ones, tags and
 * private use. Not line feed and tab.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029\uFE0E\uFE0F]/u;
const HIDDEN_RUNS = /((?![\n\t])[\p{Cc}\p{Cf}\p{Co}\p{Cs}\u2028\u2029])/gu;

const name = (character: string) =>
  `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;

/**
 * Text that others chose, such as the response of a receiver. React writes it as text and never as HTML. Hidden characters are shown by
 * their code points, so that text cannot be reversed, colored or hidden.
 */
export function VisibleText({ text }: { text: string }) {
  if (!HIDDEN.test(text)) return <bdi>{text}</bdi>;
  return (
    <bdi>
      {text.split(HIDDEN_RUNS).map((part, index) =>
        index % 2 === 0 ? (
          <Fragment key={index}>{part}</Fragment>
        ) : (
          <span key={index} className="hidden-character">
            {name(part)}
          </span>
        ),
      )}
    </bdi>
  );
}
