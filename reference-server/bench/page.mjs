// Writes the tables and the chart of docs/performance.md from the results in docs/performance/. Repeat all of it with
//   BENCH_RESULTS=docs/performance npm run bench -- <scenario>      for each scenario
//   node reference-server/bench/page.mjs
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { format, resolveConfig } from "prettier";
import { parse, View } from "vega";
import { compile } from "vega-lite";

const docs = fileURLToPath(new URL("../../docs/", import.meta.url));
const page = `${docs}performance.md`;
const results = `${docs}performance/`;

const read = (scenario) => JSON.parse(readFileSync(`${results}${scenario}.json`, "utf8"));

function markdown({ date, machine, summary, columns, rows, notes = [] }) {
  const line = (cells) => `| ${cells.map((cell) => String(cell).replaceAll("|", "\\|")).join(" | ")} |`;
  return [
    `${summary}. ${date}, ${machine.cores} cores, Node.js ${machine.node}.`,
    "",
    line(["", ...columns]),
    line(["---", ...columns.map(() => "---:")]),
    ...rows.map(line),
    ...notes.flatMap((note) => ["", note]),
  ].join("\n");
}

/** One dot for each round, so that the noise of the machine is seen too. */
async function chart({ rounds }) {
  const values = Object.entries(rounds).flatMap(([name, list]) =>
    list.map((delivered, round) => ({
      name,
      round: round + 1,
      delivered,
      ratio: delivered / rounds.relay[round],
    })),
  );
  const { spec } = compile({
    width: 560,
    height: 40 * Object.keys(rounds).length,
    background: "white",
    data: { values },
    mark: { type: "point", filled: true, size: 80, opacity: 0.8 },
    encoding: {
      x: {
        field: "ratio",
        type: "quantitative",
        scale: { zero: true },
        title: "delivered, as a share of the relay in the same round",
      },
      y: { field: "name", type: "nominal", title: null, sort: Object.keys(rounds) },
      color: { field: "name", type: "nominal", legend: null },
    },
  });
  return await new View(parse(spec), { renderer: "none" }).toSVG();
}

let text = readFileSync(page, "utf8");
for (const file of readdirSync(results).filter((name) => name.endsWith(".json"))) {
  const scenario = file.replace(".json", "");
  const [begin, end] = [`<!-- results: ${scenario} -->`, `<!-- end of ${scenario} -->`];
  if (!text.includes(begin)) throw new Error(`docs/performance.md has no place for ${scenario}: ${begin}`);
  const before = text.slice(0, text.indexOf(begin) + begin.length);
  text = `${before}\n\n${markdown(read(scenario))}\n\n${text.slice(text.indexOf(end))}`;
}
writeFileSync(page, await format(text, { ...(await resolveConfig(page)), parser: "markdown" }));
if (existsSync(`${results}throughput.json`))
  writeFileSync(`${results}throughput.svg`, `${await chart(read("throughput"))}\n`);
