/** Text that others wrote, made harmless to a terminal: escape sequences and other control characters show as `·`. */
export function printable(text: string): string {
  return text.replace(/\p{C}/gu, "·");
}
