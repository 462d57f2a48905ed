/** NUL has no place in a text column, and half of a surrogate pair no encoding. */
const UNSTORABLE = /[\0\p{Cs}]/u;

export const UNSTORABLE_TEXT = "must not contain NUL or half of a surrogate pair";

/** Whether a database can keep this text and give the same back. */
export function isStorable(text: string): boolean {
  return !UNSTORABLE.test(text);
}
