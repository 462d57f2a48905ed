import { Field } from "@base-ui/react/field";
import { HarborError } from "@harbor/client";
import { type ReactElement, type ReactNode, useId } from "react";

export interface FieldProps {
  label: string;
  name: string;
  hint?: ReactNode;
  value: string;
  onChange: (value: string) => void;
  /** The fault of this field. */
  error?: string | undefined;
  placeholder?: string;
  required?: boolean;
  type?: string;
  inputMode?: "numeric" | "decimal";
  multiline?: boolean;
  readOnly?: boolean;
  /** Offered while typing; any other text may be typed too. */
  suggestions?: string[];
}

/** A labelled field with its hint and its error. */
export function TextField(props: FieldProps) {
  const { label, hint, error, onChange, multiline = false, suggestions, ...control } = props;
  const listId = useId();
  return (
    <Field.Root className="field" invalid={error !== undefined}>
      <Field.Label>{label}</Field.Label>
      <Field.Control
        className="input"
        autoComplete="off"
        spellCheck={false}
        onValueChange={onChange}
        {...(multiline && { render: (<textarea />) as ReactElement })}
        {...(suggestions && { list: listId })}
        {...control}
      />
      {suggestions && (
        <datalist id={listId}>
          {suggestions.map((each) => (
            <option key={each} value={each} />
          ))}
        </datalist>
      )}
      {hint !== undefined && <Field.Description className="hint">{hint}</Field.Description>}
      {error !== undefined && (
        <Field.Error className="field-error" match>
          {error}
        </Field.Error>
      )}
    </Field.Root>
  );
}

interface SelectFieldProps {
  label: string;
  name: string;
  value: string;
  onChange: (value: string) => void;
  hint?: ReactNode;
  children: [value: string, label: string][];
}

export function SelectField({ label, name, value, onChange, hint, children }: SelectFieldProps) {
  return (
    <Field.Root className="field">
      <Field.Label>{label}</Field.Label>
      <Field.Control render={<select />} className="input" name={name} value={value} onValueChange={onChange}>
        {children.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </Field.Control>
      {hint !== undefined && <Field.Description className="hint">{hint}</Field.Description>}
    </Field.Root>
  );
}

/** The fault that the server found in a field of the request's body: its path is `body/url`, `body/retry_policy/jitter`. */
export function faultOf(error: Error | null, path: string): string | undefined {
  if (!(error instanceof HarborError)) return undefined;
  return error.details.find((detail) => detail.path === `body/${path}`)?.message;
}
