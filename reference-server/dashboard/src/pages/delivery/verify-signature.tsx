import { Field } from "@base-ui/react/field";
import { diagnose, type Diagnosis } from "@harbor/signing/diagnose";
import { type SubmitEvent, useState } from "react";

interface VerifySignatureProps {
  /** The event's body; the receiver may have seen another one. */
  body: string;
  /** The destination's scheme. */
  signature: string | undefined;
}

/** Checks, in this page, what a receiver saw, and says in words why a signature does not match. */
export function VerifySignature({ body, signature = "harbor" }: VerifySignatureProps) {
  const [result, setResult] = useState<Diagnosis | null>(null);
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const text = (name: string) => form.get(name) as string;
    setResult(
      diagnose({
        // Forms turn line feeds into CR LF.
        body: text("body").replaceAll("\r\n", "\n"),
        headers: parseHeaders(text("headers")),
        secret: text("secret"),
        scheme: signature === "harbor" ? "harbor" : "standard",
        // The request may be days old.
        toleranceSeconds: Infinity,
      }),
    );
  };
  return (
    <section>
      <h2>Verify a signature</h2>
      <p className="muted">
        Paste what your receiver saw. The check runs in this page: nothing is sent or stored, the secret
        neither.
      </p>
      <form className="card stack" onSubmit={submit} autoComplete="off">
        <Area label="Headers, as received" name="headers" placeholder={PLACEHOLDERS[signature] ?? ""} />
        <Area label="Body, as received" name="body" defaultValue={body} />
        <Field.Root className="field">
          <Field.Label>Signing secret</Field.Label>
          <Field.Control
            className="input mono"
            name="secret"
            type="password"
            required
            placeholder="whsec_…"
          />
        </Field.Root>
        <div>
          <button className="button">Verify</button>
        </div>
        {result && <Result result={result} />}
      </form>
    </section>
  );
}

const STANDARD = "webhook-id: evt_…\nwebhook-timestamp: 1772442902\nwebhook-signature: v1,…";
const PLACEHOLDERS: Record<string, string> = {
  harbor: "Harbor-Signature: t=1772442902,v1=…",
  standard: STANDARD,
  standard_ed25519: STANDARD,
};

function Area({
  label,
  name,
  ...rest
}: {
  label: string;
  name: string;
  placeholder?: string;
  defaultValue?: string;
}) {
  return (
    <Field.Root className="field">
      <Field.Label>{label}</Field.Label>
      <Field.Control
        render={<textarea />}
        className="input"
        name={name}
        spellCheck={false}
        required
        {...rest}
      />
    </Field.Root>
  );
}

function Result({ result }: { result: Diagnosis }) {
  if (result.ok)
    return (
      <p className="notice" role="status">
        <span>The signature matches the body and the secret.</span>
      </p>
    );
  return (
    <div className="notice danger" role="alert">
      <div>
        <strong>The signature does not match</strong>
        <p>{result.hint}</p>
        <ul className="stack">
          {result.findings.map(({ cause, certainty, detail, fix }) => (
            <li key={cause}>
              <span className="muted">{certainty}:</span> {detail} <strong>{fix}</strong>
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/**
 * `Name: value` lines, as tools and logs show them. A repeated name has several values. The signature's value alone, with or without its
 * name, is verified without the other headers.
 */
function parseHeaders(text: string): Record<string, string[]> | string {
  const headers: Record<string, string[]> = {};
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^\s*([!-9;-~]+)\s*:\s*(.*?)\s*$/.exec(line) ?? [];
    if (name === undefined || value === undefined) continue;
    (headers[name.toLowerCase()] ??= []).push(value);
  }
  const names = Object.keys(headers);
  if (names.length === 0) return text.trim();
  const [signature] = headers["harbor-signature"] ?? [];
  return names.length === 1 && signature !== undefined ? signature : headers;
}
