import type { Subscription } from "./domain.js";
import { compileFilter } from "./filter.js";
import { matches } from "./pattern.js";

/** Ids of the destinations that take an event, each once, however many of their subscriptions match. */
export type Route = (type: string, body: Buffer) => string[];

interface Rule {
  destinationId: string;
  pattern: string;
  passes: ((body: unknown) => boolean) | null;
}

/** What could not be decided: the event does not go there, and the caller says so where people look. */
export type OnFilterError = (problem: { destinationId: string; pattern: string; error: unknown }) => void;

/**
 * Pure: event x subscriptions -> destinations. Exact types are looked up, wildcards tried one by one; the body is parsed once,
 * and only if a filter asks.
 */
export function compileRoute(subscriptions: readonly Subscription[], onFilterError: OnFilterError): Route {
  const exact = new Map<string, Rule[]>();
  const wildcards: Rule[] = [];
  for (const subscription of subscriptions) {
    const rule = toRule(subscription);
    if (rule.pattern.includes("*")) wildcards.push(rule);
    else exact.set(rule.pattern, [...(exact.get(rule.pattern) ?? []), rule]);
  }

  return (type, body) => {
    const parsed = lazily(() => JSON.parse(body.toString("utf8")) as unknown);
    const found = new Set<string>();
    const consider = (rule: Rule) => {
      if (!found.has(rule.destinationId) && passes(rule, parsed, onFilterError))
        found.add(rule.destinationId);
    };
    for (const rule of exact.get(type) ?? []) consider(rule);
    for (const rule of wildcards) if (matches(rule.pattern, type)) consider(rule);
    return [...found];
  };
}

function toRule({ destination_id, event_type, filter }: Subscription): Rule {
  return {
    destinationId: destination_id,
    pattern: event_type,
    passes: filter === null ? null : ready(filter),
  };
}

/** One that does not compile errs on every body: it must not take the rest of the environment with it. */
function ready(filter: NonNullable<Subscription["filter"]>): (body: unknown) => boolean {
  try {
    return compileFilter(filter);
  } catch (error) {
    return () => {
      throw error;
    };
  }
}

/** A filter that throws on a body is a non-match that is reported, never an event lost without trace. */
function passes(rule: Rule, body: () => unknown, onFilterError: OnFilterError): boolean {
  if (rule.passes === null) return true;
  try {
    return rule.passes(body());
  } catch (error) {
    onFilterError({ destinationId: rule.destinationId, pattern: rule.pattern, error });
    return false;
  }
}

function lazily<T>(make: () => T): () => T {
  let made: { value: T } | null = null;
  return () => (made ??= { value: make() }).value;
}
