// A simulation for docs/operate/scaling.md: a receiver refuses everything for a while, then comes back. One step is a second; the retry
// schedule, its jitter and the circuit breaker are the server's own. Writes the table and the plot of that page:
//   node reference-server/bench/outage.mjs
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { tsImport } from "tsx/esm/api";
import { parse, View } from "vega";
import { compile } from "vega-lite";

const { decide } = await tsImport("../src/domain/retry-policy.ts", import.meta.url);
const { LANES } = await tsImport("../src/domain/queued.ts", import.meta.url);
const { afterAttempt } = await tsImport("../src/domain/circuit-breaker.ts", import.meta.url);

const docs = fileURLToPath(new URL("../../docs/", import.meta.url));
const page = `${docs}operate/scaling.md`;

const PER_SECOND = 100;
const OUTAGE = { from: 300, seconds: 1800 };
const SIMULATED_SECONDS = 2 * 3600;
const SLOTS = 50;
const RESPONSE_SECONDS = 0.1;
const REFUSAL_SECONDS = 0.01;
const PROBE_INTERVAL_SECONDS = 60;
const POLICY = {
  max_retries: 6,
  base_delay_seconds: 30,
  max_delay_seconds: 86_400,
  total_budget_seconds: 172_800,
  jitter: 0.2,
};

/** Numbers in [0, 1) that are the same in each run (mulberry32). */
function seeded(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

class Simulation {
  #random = seeded(1);
  /** Retries by the second in which they fall due. */
  #retries = new Map();
  #due = [];
  #first = [];
  #probedAt = 0;
  #breaker;
  seconds = [];
  refused = 0;
  /** When the events of the outage arrived, in order. */
  arrivals = [];

  constructor(threshold) {
    this.#breaker = { consecutiveFailures: 0, threshold, paused: false, held: false };
  }

  run() {
    for (let now = 0; now < SIMULATED_SECONDS; now++) this.#step(now);
    return this;
  }

  #step(now) {
    for (let n = 0; n < PER_SECOND; n++) this.#first.push({ createdAt: now, retry_count: 0 });
    for (const retry of this.#retries.get(now) ?? []) this.#due.push(retry);
    this.#retries.delete(now);
    const down = now >= OUTAGE.from && now < OUTAGE.from + OUTAGE.seconds;
    const capacity = Math.floor(SLOTS / (down ? REFUSAL_SECONDS : RESPONSE_SECONDS));
    let sent = 0;
    while (sent < capacity && this.#sendNext(now, down)) sent++;
    const waiting = [...this.#retries.values()].reduce((sum, list) => sum + list.length, 0);
    this.seconds.push({ now, sent, waiting: this.#first.length + this.#due.length + waiting });
  }

  #sendNext(now, down) {
    const delivery = this.#due.shift() ?? this.#nextFirst(now);
    if (delivery === undefined) return false;
    const outcome = down ? "failed" : "succeeded";
    const { state } = afterAttempt(this.#breaker, { outcome, response_code: down ? null : 200 });
    if (state.held && !this.#breaker.held) this.#probedAt = now;
    this.#breaker = state;
    if (down) this.#fail(delivery, now);
    else this.#succeed(delivery, now);
    return true;
  }

  /** While the breaker holds the destination, one first attempt a minute. */
  #nextFirst(now) {
    if (this.#breaker.held) {
      if (now - this.#probedAt < PROBE_INTERVAL_SECONDS) return undefined;
      this.#probedAt = now;
    }
    return this.#first.shift();
  }

  #succeed({ createdAt }, now) {
    if (createdAt >= OUTAGE.from && createdAt < OUTAGE.from + OUTAGE.seconds) this.arrivals.push(now);
  }

  #fail(delivery, now) {
    this.refused += 1;
    const { due_at } = decide({
      policy: POLICY,
      delivery: {
        trigger: "schedule",
        lane: LANES.retry,
        retry_count: delivery.retry_count,
        before: {},
        budget_started_at: delivery.createdAt * 1000,
        token: null,
      },
      result: { response_code: null, retry_requested: false, retry_after_ms: null },
      now: now * 1000,
      random: this.#random(),
    });
    delivery.retry_count += 1;
    const at = Math.ceil(due_at / 1000);
    const list = this.#retries.get(at);
    if (list === undefined) this.#retries.set(at, [delivery]);
    else list.push(delivery);
  }
}

const runs = {
  "with the circuit breaker": new Simulation(50).run(),
  "without it": new Simulation(null).run(),
};

async function plot() {
  const values = Object.entries(runs).flatMap(([name, { seconds }]) =>
    seconds
      .filter(({ now }) => now % 30 === 0)
      .flatMap(({ now, sent, waiting }) => [
        { name, minute: now / 60, value: waiting, of: "deliveries that wait" },
        { name, minute: now / 60, value: sent, of: "requests in this second" },
      ]),
  );
  const { spec } = compile({
    background: "white",
    data: { values },
    facet: { row: { field: "of", title: null, header: { labelOrient: "top" } } },
    resolve: { scale: { y: "independent" } },
    spec: {
      width: 560,
      height: 150,
      mark: "line",
      encoding: {
        x: { field: "minute", type: "quantitative", title: "minutes" },
        y: { field: "value", type: "quantitative", title: null },
        color: { field: "name", type: "nominal", title: null, legend: { orient: "top", labelLimit: 400 } },
      },
    },
  });
  return await new View(parse(spec), { renderer: "none" }).toSVG();
}

function table() {
  const rows = Object.entries(runs).map(([name, { refused, arrivals, seconds }]) => {
    const most = Math.max(...seconds.map(({ waiting }) => waiting));
    const until = (share) => {
      const at = arrivals[Math.ceil(arrivals.length * share) - 1];
      return `${((at - OUTAGE.from - OUTAGE.seconds) / 60).toFixed(1)} min`;
    };
    return `| ${name} | ${refused} | ${most} | ${until(0.5)} | ${until(0.99)} | ${until(1)} |`;
  });
  return [
    "| | refused requests | most that waited | half of its events arrived | 99 % | all |",
    "| --- | ---: | ---: | ---: | ---: | ---: |",
    ...rows,
  ].join("\n");
}

const [begin, end] = ["<!-- results: outage -->", "<!-- end of outage -->"];
const text = readFileSync(page, "utf8");
const before = text.slice(0, text.indexOf(begin) + begin.length);
const filled = `${before}\n\n${table()}\n\n${text.slice(text.indexOf(end))}`;
writeFileSync(page, await format(filled, { ...(await resolveConfig(page)), parser: "markdown" }));
writeFileSync(`${docs}images/outage.svg`, `${await plot()}\n`);
