import { z } from "zod";

/** One `HARBOR_` variable: how its text is read, its value without it, and its row of docs/settings.md. */
export interface Setting<T = unknown> {
  variable: `HARBOR_${string}`;
  schema: z.ZodType<T>;
  /** The value without the variable. */
  fallback: (embedded: boolean) => T;
  /** The default as the table shows it. */
  shown: string;
  unit: string;
  about: string;
  /** Never shown in an error message. */
  secret: boolean;
  /** An empty variable is a value; otherwise it counts as unset. */
  emptyIsValue: boolean;
}

interface SettingDoc {
  about: string;
  /** Default: the fallback. */
  shown?: string;
  unit?: string;
  secret?: boolean;
  emptyIsValue?: boolean;
}

type Variable = Setting["variable"];

export function setting<T>(
  variable: Variable,
  [schema, fallback]: [schema: z.ZodType<T>, fallback: NoInfer<T>],
  doc: SettingDoc,
): Setting<T> {
  return settingBy(variable, [schema, () => fallback], { shown: String(fallback), ...doc });
}

/** A setting whose default depends on whether the server is embedded: on SQLite and a loopback host. */
export function settingBy<T>(
  variable: Variable,
  [schema, fallback]: [schema: z.ZodType<T>, fallback: (embedded: boolean) => NoInfer<T>],
  { about, shown = "-", unit = "", secret = false, emptyIsValue = false }: SettingDoc,
): Setting<T> {
  return { variable, schema, fallback, shown, unit, about, secret, emptyIsValue };
}

/** A setting that is null without its variable. */
export function optional<T>(variable: Variable, schema: z.ZodType<T>, doc: SettingDoc): Setting<T | null> {
  return settingBy<T | null>(variable, [schema, () => null], doc);
}

type Bounded = [fallback: number, min: number, max: number];

export function number(variable: Variable, [fallback, min, max]: Bounded, doc: SettingDoc): Setting<number> {
  return setting(variable, [wholeNumber(min, max), fallback], doc);
}

/** Given in seconds, used in milliseconds. */
export function seconds(variable: Variable, [fallback, min, max]: Bounded, about: string): Setting<number> {
  const schema = wholeNumber(min, max).transform((value) => value * 1000);
  return setting(variable, [schema, fallback * 1000], { about, unit: "s", shown: String(fallback) });
}

function wholeNumber(min: number, max: number) {
  return z
    .string()
    .regex(/^\d+$/, {
      error: ({ input }) =>
        String(input).startsWith("tcp://")
          ? "must be a whole number; Kubernetes sets this for a service named harbor, so set enableServiceLinks: false in the pod"
          : "must be a whole number",
    })
    .transform(Number)
    .pipe(z.number().min(min).max(max));
}

export const onOff = z.enum(["on", "off"]).transform((value) => value === "on");

/** The parts between commas, without blanks. */
export const list = z.string().transform((text) =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== ""),
);
