import { CopyButton } from "./copy-button.js";
import { VisibleText } from "./visible-text.js";

interface CodeProps {
  text: string;
  /** The name of the text, for screen readers and the copy button. */
  label: string;
  /** Copied instead of what is shown. */
  exact?: string;
}

export function Code({ text, label, exact = text }: CodeProps) {
  return (
    <div className="code-block">
      <CopyButton text={exact} name={`Copy: ${label}`} />
      <pre className="code" tabIndex={0} aria-label={label} role="region">
        <VisibleText text={text} />
      </pre>
    </div>
  );
}
