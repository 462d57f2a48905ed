import type { ReadableEvent, Subscription } from "./domain.js";
import { parseExactly } from "./exact-number.js";
import { type BodyFilter, compileFilter } from "./filter.js";
import { FilterBudgetError, FilterWork } from "./filter-work.js";
import { excludedDestination } from "./operational-events.js";
import { compilePattern } from "@harbor/shared/event-patterns";

/** The fields of an event that decide where it goes. */
export type Routed = Pick<ReadableEvent, "type" | "body" | "tenant">;

/**
 * The ids of the destinations that an event goes to, each once, however many of their subscriptions match: those of its tenant and
 * those without a tenant; an internal one only to the latter. A destination does not get its own `failing` and `paused`.
 *
 * @param work counts the cost; a caller that routes many events passes one for each
 */
export type Route = (event: Routed, work?: FilterWork) => string[];

interface Rule {
  destinationId: string;
  pattern: string;
  matches: (segments: readonly string[]) => boolean;
  /** JSON text; null matches every body. */
  filter: string | null;
}

/** A filter that could not be decided. Its subscription does not match. */
export interface FilterProblem {
  destinationId: string;
  pattern: string;
  error: unknown;
}

export type OnFilterError = (problem: FilterProblem) => void;

export interface RouteOptions {
  onFilterError: OnFilterError;
  /** Types that do not go to destinations of a tenant. */
  isInternal: (type: string) => boolean;
}

/** The subscriptions of one tenant, or those without one. */
class Rules {
  readonly #exact = new Map<string, Rule[]>();
  readonly #wildcards: Rule[] = [];

  add(subscription: Subscription): void {
    const rule = toRule(subscription);
    const { pattern } = rule;
    if (pattern.includes("*")) this.#wildcards.push(rule);
    else if (this.#exact.get(pattern)?.push(rule) === undefined) this.#exact.set(pattern, [rule]);
  }

  matching(type: string, segments: readonly string[]): Rule[] {
    return [...(this.#exact.get(type) ?? []), ...this.#wildcards.filter(({ matches }) => matches(segments))];
  }
}

/**
 * Compiles subscriptions into a function of an event. Exact types are looked up, patterns are tried one by one: those of the event's
 * tenant and those without one. The body is parsed once, and only if a filter needs it. Destinations with an unfiltered match need no
 * filter; then the cheapest filters go first.
 */
export function compileRoute(
  subscriptions: readonly Subscription[],
  { onFilterError, isInternal }: RouteOptions,
): Route {
  const shared = new Rules();
  const byTenant = new Map<string, Rules>();
  for (const subscription of subscriptions) rulesOf(subscription.tenant).add(subscription);

  function rulesOf(tenant: string | null): Rules {
    if (tenant === null) return shared;
    const rules = byTenant.get(tenant) ?? new Rules();
    byTenant.set(tenant, rules);
    return rules;
  }

  return ({ type, body, tenant }, work = new FilterWork()) => {
    const segments = type.split(".");
    const own = tenant === null || isInternal(type) ? undefined : byTenant.get(tenant);
    const excluded = excludedDestination({ type, body });
    const matching = shared.matching(type, segments);
    if (own !== undefined) matching.push(...own.matching(type, segments));
    const rules =
      excluded === null ? matching : matching.filter(({ destinationId }) => destinationId !== excluded);
    const found = new Set<string>();
    const filtered: Rule[] = [];
    for (const rule of rules) {
      if (rule.filter === null) found.add(rule.destinationId);
      else filtered.push(rule);
    }
    const undecided = filtered.filter(({ destinationId }) => !found.has(destinationId));
    if (undecided.length > 0) addFiltered(found, undecided, { body, work, onFilterError });
    return [...found];
  };
}

function toRule({ destination_id, event_type, filter }: Subscription): Rule {
  return {
    destinationId: destination_id,
    pattern: event_type,
    matches: compilePattern(event_type),
    filter,
  };
}

interface Evaluation {
  body: Buffer;
  work: FilterWork;
  onFilterError: OnFilterError;
}

function addFiltered(
  found: Set<string>,
  rules: readonly Rule[],
  { body, work, onFilterError }: Evaluation,
): void {
  const report = ({ destinationId, pattern }: Rule, error: unknown) => {
    onFilterError({ destinationId, pattern, error });
  };
  const compiled = compileAll(rules, report);
  let parsed: { value: unknown } | null = null;
  for (const { rule, filter } of compiled) {
    if (found.has(rule.destinationId)) continue;
    try {
      parsed ??= { value: parseExactly(body.toString("utf8")) };
      if (filter.passes(parsed.value, work)) found.add(rule.destinationId);
    } catch (error) {
      report(rule, error);
      // The budget is the event's: none of the other filters can be decided either.
      if (error instanceof FilterBudgetError) return;
    }
  }
}

interface CompiledRule {
  rule: Rule;
  filter: BodyFilter;
}

/** A stored filter that does not compile is reported for each event; the other subscriptions of the environment are not affected. */
function compileAll(rules: readonly Rule[], report: (rule: Rule, error: unknown) => void): CompiledRule[] {
  const compiled = rules.flatMap((rule) => {
    try {
      return { rule, filter: compileOnce(rule.filter ?? "{}") };
    } catch (error) {
      report(rule, error);
      return [];
    }
  });
  return compiled.sort((a, b) => a.filter.cost - b.filter.cost);
}

/** Compiled filters by their text: a change of one subscription compiles one filter, not all of the environment. */
const compiledFilters = new Map<string, BodyFilter>();
const MAX_COMPILED = 10_000;

function compileOnce(json: string): BodyFilter {
  const known = compiledFilters.get(json);
  if (known !== undefined) return known;
  const filter = compileFilter(json);
  if (compiledFilters.size >= MAX_COMPILED) compiledFilters.clear();
  compiledFilters.set(json, filter);
  return filter;
}
