import { Field } from "@base-ui/react/field";
import type { ReactNode, SubmitEvent } from "react";

type Values = Record<string, string | undefined>;

/** The search of an address after a change: a filter that was removed is not part of it. */
export function compact<T extends object>(search: { [Name in keyof T]?: T[Name] | undefined }): T {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;
}

interface FiltersProps {
  /** The values in the address. */
  search: Values;
  /** The names of the text fields, which take effect together. */
  texts: string[];
  onChange: (search: Values) => void;
  children: ReactNode;
}

const FORM_ID = "filters";

/** For the key `/`. */
export function focusFilters(): void {
  document.getElementById(FORM_ID)?.querySelector<HTMLElement>("select, input")?.focus();
}

/** Every filter is in the address, so that a view can be sent to others and the back button works. */
export function Filters({ search, texts, onChange, children }: FiltersProps) {
  const submit = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    const given = texts.map((name) => [name, textOf(form.get(name))]);
    onChange({ ...search, ...(Object.fromEntries(given) as Values) });
  };
  return (
    <form id={FORM_ID} className="filters" role="search" aria-label="Filters" onSubmit={submit}>
      {children}
      <div className="row">
        {texts.length > 0 && <button className="button">Apply</button>}
        {Object.keys(search).length > 0 && (
          <button type="button" className="button" onClick={() => onChange({})}>
            Clear
          </button>
        )}
      </div>
    </form>
  );
}

function textOf(value: FormDataEntryValue | null): string | undefined {
  return typeof value === "string" && value.trim() !== "" ? value.trim() : undefined;
}

interface ChoiceProps {
  label: string;
  value: string | undefined;
  /** The text of no choice. */
  all: string;
  onChange: (value: string | undefined) => void;
  children: [value: string, label: string][];
}

export function Choice({ label, value = "", all, onChange, children }: ChoiceProps) {
  const isListed = value === "" || children.some(([each]) => each === value);
  return (
    <Field.Root className="field">
      <Field.Label>{label}</Field.Label>
      <Field.Control
        render={<select />}
        className="input"
        value={value}
        onValueChange={(next) => onChange(next === "" ? undefined : next)}
      >
        <option value="">{all}</option>
        {!isListed && <option value={value}>{value}</option>}
        {children.map(([each, text]) => (
          <option key={each} value={each}>
            {text}
          </option>
        ))}
      </Field.Control>
    </Field.Root>
  );
}

interface TextFilterProps {
  label: string;
  name: string;
  value: string | undefined;
  placeholder: string;
}

export function TextFilter({ label, name, value = "", placeholder }: TextFilterProps) {
  return (
    <Field.Root className="field">
      <Field.Label>{label}</Field.Label>
      {/* Another value in the address replaces what was typed. */}
      <Field.Control
        key={value}
        className="input"
        name={name}
        defaultValue={value}
        placeholder={placeholder}
        spellCheck={false}
        autoComplete="off"
      />
    </Field.Root>
  );
}

const UNITS_MS: Record<string, number> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `since` of the address: `24h`, which is relative to now, or a time. */
export function sinceOf(since: string | undefined): string | undefined {
  const [, count, unit = ""] = /^(\d+)([mhd])$/.exec(since ?? "") ?? [];
  const unitMs = UNITS_MS[unit];
  return unitMs === undefined ? since : new Date(Date.now() - Number(count) * unitMs).toISOString();
}

const TIMES: [string, string][] = [
  ["15m", "15 minutes"],
  ["1h", "1 hour"],
  ["24h", "24 hours"],
  ["7d", "7 days"],
];

export function TimeChoice({ value, onChange }: Pick<ChoiceProps, "value" | "onChange">) {
  return (
    <Choice label="Time" value={value} all="30 days" onChange={onChange}>
      {TIMES}
    </Choice>
  );
}
