import { diagnose, type DiagnoseOptions } from "@harbor/signing/diagnose";

/** Returns why a signature does not match, in sentences for the log; undefined if it was not diagnosed. */
export type Diagnosis = (input: DiagnoseOptions) => readonly string[] | undefined;

/** A diagnosis takes up to 20 ms of the event loop: a flood of forged requests must not get one each. */
const MIN_INTERVAL_MS = 10_000;

/** Diagnoses at most one failure every ten seconds. */
export function createDiagnosis(now: () => Date): Diagnosis {
  let nextMs = -Infinity;
  return (input) => {
    const nowMs = now().getTime();
    if (nowMs < nextMs) return undefined;
    nextMs = nowMs + MIN_INTERVAL_MS;
    return diagnose(input).findings.map(({ certainty, detail, fix }) => `${certainty}: ${detail} ${fix}`);
  };
}
