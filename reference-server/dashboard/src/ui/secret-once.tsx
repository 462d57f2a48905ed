import { KeyRound } from "lucide-react";
import { useState } from "react";
import { CopyButton } from "./copy-button.js";

interface SecretOnceProps {
  secret: string;
  /** The use that the reader has to make of it. */
  advice: string;
  onDone: () => void;
}

/** A secret that no later response has. Once the reader is done with it, it is removed from the page. */
export function SecretOnce({ secret, advice, onDone }: SecretOnceProps) {
  const [shown, setShown] = useState(false);
  return (
    <div className="notice warn">
      <KeyRound aria-hidden />
      <div>
        <strong>Save this secret now. It is shown only once.</strong>
        <p className="muted">{advice}</p>
        {shown && <code className="secret">{secret}</code>}
        <div className="row">
          <CopyButton text={secret} label="Copy the secret" />
          <button className="button small" onClick={() => setShown(!shown)}>
            {shown ? "Hide" : "Show"}
          </button>
          <button className="button small" onClick={onDone}>
            I have saved it
          </button>
        </div>
      </div>
    </div>
  );
}
