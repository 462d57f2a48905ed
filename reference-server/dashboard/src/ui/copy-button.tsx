import { Check, Copy } from "lucide-react";
import { useState } from "react";

interface CopyButtonProps {
  /** The exact text, or what creates it when the button is pressed. */
  text: string | (() => string);
  label?: string;
  /** Read by screen readers instead of the label, for buttons that look alike. */
  name?: string;
}

const SHOWN_MS = 2_000;

export function CopyButton({ text, label = "Copy", name }: CopyButtonProps) {
  const [state, setState] = useState<"idle" | "copied" | "failed">("idle");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(typeof text === "string" ? text : text());
      setState("copied");
    } catch {
      setState("failed");
    }
    setTimeout(setState, SHOWN_MS, "idle");
  };
  const shown = { idle: label, copied: "Copied", failed: "The browser refused" }[state];
  return (
    <button
      className="button small"
      aria-label={state === "idle" ? name : undefined}
      onClick={() => void copy()}
    >
      {state === "copied" ? <Check aria-hidden /> : <Copy aria-hidden />}
      <span aria-live="polite">{shown}</span>
    </button>
  );
}
