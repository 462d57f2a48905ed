import { Field } from "@base-ui/react/field";
import type { ReactNode, SubmitEvent } from "react";
import { localText, ZONE } from "./time.js";

type Values = Record<string, string | undefined>;

/** The search of an address after a change: a filter that was removed is not part of it. */
export function compact<T extends object>(search: { [Name in keyof T]?: T[Name] | undefined }): T {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined)) as T;
}

interface FiltersProps {
  /** The values in the address. */
  search: Values;
  /** The names of the text fields, which take effect together with those of a range of time. */
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
    const times = isRange(search)
      ? RANGE.map(({ name }) => [name, timeOf(form.get(name), search[name])])
      : [];
    onChange({ ...search, ...(Object.fromEntries([...given, ...times]) as Values) });
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
const CUSTOM = "custom";
const DAY_MS = 86_400_000;
const RANGE = [
  { name: "since", label: "From" },
  { name: "until", label: "Until" },
] as const;

interface TimeRange {
  since?: string;
  until?: string;
}

interface TimeFilterProps {
  search: TimeRange;
  onChange: (range: { since: string | undefined; until: string | undefined }) => void;
}

/** The last hours or days, or a range between two times in the browser's zone. */
export function TimeFilter({ search, onChange }: TimeFilterProps) {
  const choose = (value: string | undefined) =>
    onChange({
      since: value === CUSTOM ? new Date(Date.now() - DAY_MS).toISOString() : value,
      until: undefined,
    });
  return (
    <>
      <Choice label="Time" value={isRange(search) ? CUSTOM : search.since} all="30 days" onChange={choose}>
        {[...TIMES, [CUSTOM, "Between two times"]]}
      </Choice>
      {isRange(search) &&
        RANGE.map(({ name, label }) => (
          <Field.Root key={name} className="field">
            <Field.Label>
              {label} ({ZONE})
            </Field.Label>
            <Field.Control
              key={search[name]}
              className="input"
              name={name}
              type="datetime-local"
              step={1}
              // A year of four digits.
              max="9999-12-31T23:59:59"
              defaultValue={fieldOf(search[name])}
            />
          </Field.Root>
        ))}
    </>
  );
}

function isRange({ since, until }: TimeRange): boolean {
  return until !== undefined || (since !== undefined && sinceOf(since) === since);
}

function fieldOf(time: string | undefined): string {
  const at = Date.parse(sinceOf(time) ?? "");
  return Number.isNaN(at) ? "" : localText(at, "second");
}

/** A field holds whole seconds, and names the hour that the end of summer time repeats once: a time that stays in it is not read from it. */
function timeOf(value: FormDataEntryValue | null, before: string | undefined): string | undefined {
  const text = textOf(value);
  if (text === undefined) return undefined;
  const at = Date.parse(text);
  return at === Date.parse(fieldOf(before)) ? before : new Date(at).toISOString();
}
