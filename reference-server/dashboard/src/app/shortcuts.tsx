import { useRouter } from "@tanstack/react-router";
import { useMemo } from "react";
import { Dialog } from "../ui/dialog.js";
import { useKeys } from "../ui/use-keys.js";
import { NAVIGATION } from "./navigation.js";

const IN_LISTS = [
  ["j / k", "Next, previous row"],
  ["Enter", "Open the row"],
  ["/", "Go to the filters"],
  ["x", "Pick the row"],
  ["r", "Retry the row now"],
] as const;

interface ShortcutsProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

export function Shortcuts({ open, onOpenChange }: ShortcutsProps) {
  const router = useRouter();
  const keys = useMemo(
    () => ({
      "Shift+?": () => onOpenChange(true),
      ...Object.fromEntries(
        NAVIGATION.map(({ to, key }) => [`g ${key}`, () => void router.navigate({ to })]),
      ),
    }),
    [router, onOpenChange],
  );
  useKeys(keys);
  return (
    <Dialog title="Keyboard shortcuts" open={open} onOpenChange={onOpenChange}>
      <h3>Everywhere</h3>
      <Keys
        rows={[["?", "This list"], ...NAVIGATION.map(({ key, label }) => [`g ${key}`, label] as const)]}
      />
      <h3>In lists</h3>
      <Keys rows={IN_LISTS} />
    </Dialog>
  );
}

function Keys({ rows }: { rows: readonly (readonly [string, string])[] }) {
  return (
    <dl className="keys">
      {rows.map(([key, meaning]) => (
        <div key={key}>
          <dt>
            <kbd>{key}</kbd>
          </dt>
          <dd>{meaning}</dd>
        </div>
      ))}
    </dl>
  );
}
