import type { Destination, RetryPolicy } from "@harbor/client";
import { type SubmitEvent, useMemo } from "react";
import { useHarbor } from "../../app/harbor.js";
import { Chart } from "../../ui/chart.js";
import { ErrorNotice } from "../../ui/error-notice.js";
import { faultOf, TextField } from "../../ui/form.js";
import { formatSeconds, optionalNumber, plural } from "../../ui/number.js";
import { useAction } from "../../ui/use-action.js";
import { useEdits } from "../../ui/use-edits.js";
import { retrySchedule } from "./retry-schedule.js";

type Texts = Record<keyof RetryPolicy, string>;

const FIELDS: { name: keyof RetryPolicy; label: string; hint: string }[] = [
  { name: "max_retries", label: "Retries", hint: "Attempts after the first." },
  { name: "base_delay_seconds", label: "Base delay (s)", hint: "Before the first retry." },
  { name: "max_delay_seconds", label: "Longest delay (s)", hint: "Between two attempts." },
  { name: "total_budget_seconds", label: "Time budget (s)", hint: "No attempt starts later." },
  { name: "jitter", label: "Jitter (0 to 1)", hint: "Share by which a delay varies." },
  {
    name: "circuit_breaker_threshold",
    label: "Circuit breaker",
    hint: "Failures in a row that pause it. Empty: off.",
  },
];

export function RetryPolicyEditor({ destination: { id, retry_policy } }: { destination: Destination }) {
  const harbor = useHarbor();
  const { texts, edits, edit, forget } = useEdits(textsOf(retry_policy));
  const policy = useMemo(() => ({ ...retry_policy, ...numbersOf(edits) }), [retry_policy, edits]);
  const save = useAction({
    run: async (changed: Partial<Texts>) =>
      await harbor.destinations.update(id, { retry_policy: numbersOf(changed) }),
    done: () => "The retry policy is saved",
    changes: ["destinations"],
    showsError: true,
  });
  const submit = (event: SubmitEvent) => {
    event.preventDefault();
    save.mutate(edits, { onSuccess: () => forget(edits) });
  };
  return (
    <form className="card stack" onSubmit={submit}>
      <div className="form-grid">
        {FIELDS.map(({ name, label, hint }) => (
          <TextField
            key={name}
            label={label}
            name={name}
            hint={hint}
            inputMode="decimal"
            value={texts[name]}
            onChange={(text) => edit(name, text)}
            error={faultOf(save.error, `retry_policy/${name}`)}
          />
        ))}
      </div>
      <PolicyPreview policy={policy} />
      {save.error !== null && <ErrorNotice error={save.error} />}
      <footer className="row">
        <button className="button primary" disabled={save.isPending}>
          {save.isPending ? "Saving…" : "Save the policy"}
        </button>
      </footer>
    </form>
  );
}

const formatX = (retry: number) => (retry === 0 ? "first" : `retry ${retry}`);
/** Seconds, from one to a week. */
const STEPS = [1, 5, 15, 60, 300, 900, 3_600, 21_600, 43_200, 86_400, 172_800, 604_800];
/** More retries are not drawn. */
const MAX_DRAWN = 30;

/** The effect of the policy on a delivery that keeps failing. */
export function PolicyPreview({ policy }: { policy: RetryPolicy }) {
  const isDrawable = Object.values(policy).every((value) => value === null || Number.isFinite(value));
  const schedule = useMemo(
    () =>
      isDrawable ? retrySchedule({ ...policy, max_retries: Math.min(policy.max_retries, MAX_DRAWN) }) : [],
    [policy, isDrawable],
  );
  const times = useMemo(() => [0, ...schedule.map(({ number }) => number)], [schedule]);
  const series = useMemo(
    () => [
      { label: "As planned", color: "--info" as const, values: [0, ...schedule.map(({ at }) => at)] },
      {
        label: "Earliest",
        color: "--chart-text" as const,
        dash: [2, 3],
        values: [0, ...schedule.map(({ earliest }) => earliest)],
      },
      {
        label: "Latest",
        color: "--chart-text" as const,
        dash: [6, 4],
        values: [0, ...schedule.map(({ latest }) => latest)],
      },
      {
        label: "Time budget",
        color: "--bad" as const,
        values: times.map(() => policy.total_budget_seconds),
      },
    ],
    [schedule, times, policy.total_budget_seconds],
  );
  if (!isDrawable)
    return <p className="muted">Numbers are missing. The preview shows when all fields have one.</p>;
  const inBudget = schedule.filter((retry) => retry.inBudget);
  const last = inBudget.at(-1);
  return (
    <>
      <p role="status">
        {last === undefined
          ? "A delivery gets one attempt and no retry."
          : `A delivery that keeps failing gets ${plural(inBudget.length, "retry", "retries")}; the last one about ${formatSeconds(last.at)} after the first attempt.`}
        {inBudget.length < schedule.length &&
          ` The time budget cuts off ${schedule.length - inBudget.length}.`}
      </p>
      <Chart
        title="Time of each attempt after the first"
        times={times}
        series={series}
        format={formatSeconds}
        formatX={formatX}
        incrs={STEPS}
        height={220}
      />
    </>
  );
}

function textsOf(policy: RetryPolicy): Texts {
  return Object.fromEntries(
    Object.entries(policy).map(([name, value]) => [name, value === null ? "" : String(value)]),
  ) as Texts;
}

function numbersOf(texts: Partial<Texts>): Partial<RetryPolicy> {
  return Object.fromEntries(
    Object.entries(texts).map(([name, text]) => [
      name,
      name === "circuit_breaker_threshold" ? optionalNumber(text) : requiredNumber(text),
    ]),
  );
}

/** NaN for other text, which is sent as null and refused. */
function requiredNumber(text: string): number {
  return text.trim() === "" ? NaN : Number(text);
}
