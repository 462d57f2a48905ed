import { useEffect } from "react";
import { tinykeys } from "tinykeys";

/**
 * Keys of the page, such as `j` or the sequence `g d`. They do nothing while the user types in a field, while a dialog or a menu is open,
 * or with Ctrl, Alt or the command key.
 */
export function useKeys(keys: Record<string, (event: KeyboardEvent) => void>): void {
  useEffect(() => {
    const guarded = Object.entries(keys).map(([key, run]): [string, (event: KeyboardEvent) => void] => [
      key,
      (event) => {
        if (!isForPage(event)) return;
        event.preventDefault();
        run(event);
      },
    ]);
    return tinykeys(window, Object.fromEntries(guarded));
  }, [keys]);
}

function isForPage({ target, ctrlKey, metaKey, altKey, defaultPrevented }: KeyboardEvent): boolean {
  if (ctrlKey || metaKey || altKey || defaultPrevented || !(target instanceof HTMLElement)) return false;
  return (
    target.closest(
      "input, textarea, select, [contenteditable], [role=dialog], [role=alertdialog], [role=menu]",
    ) === null
  );
}
