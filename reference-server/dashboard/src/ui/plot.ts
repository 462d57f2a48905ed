import uPlot from "uplot";

export interface Series {
  label: string;
  values: (number | null)[];
  /** A custom property of tokens.css. */
  color: `--${string}`;
  dash?: number[];
}

export interface Drawn {
  /** Seconds since 1970, or numbers with `formatX`. */
  times: number[];
  series: Series[];
  format: (value: number) => string;
  formatX?: ((value: number) => string) | undefined;
  /** Distances between the lines of the y axis, of which one that fits is taken. */
  incrs?: number[] | undefined;
  stacked: boolean;
}

const WHOLE = [1, 2, 5, 10, 20];

/** Stacked bars are drawn over one another: the sum of all first, then without the last, and so on. */
export function dataOf({ times, series, stacked }: Drawn): uPlot.AlignedData {
  if (!stacked) return [times, ...series.map(({ values }) => values)];
  const sums = times.map((_, index) => series.reduce((sum, { values }) => sum + (values[index] ?? 0), 0));
  const columns = series.toReversed().map(({ values }) => {
    const column = [...sums];
    values.forEach((value, index) => {
      sums[index] = (sums[index] ?? 0) - (value ?? 0);
    });
    return column;
  });
  return [times, ...columns];
}

/** The indices of values between missing ones, which no line leads to. */
export function lonePoints(values: ArrayLike<number | null | undefined>): number[] {
  const isMissing = (index: number) => typeof values[index] !== "number";
  const isLone = (index: number) => !isMissing(index) && isMissing(index - 1) && isMissing(index + 1);
  return Array.from({ length: values.length }, (_, index) => index).filter(isLone);
}

/** All of them where there is room. */
function pointsOf(plot: uPlot, seriesIndex: number, isRoomy: boolean): number[] | null {
  return isRoomy ? null : lonePoints(plot.data[seriesIndex] ?? []);
}

/** Options of uPlot without the size, in the colors of the current theme. */
export function optionsOf({
  series,
  format,
  formatX,
  incrs,
  stacked,
}: Drawn): Omit<uPlot.Options, "width" | "height"> {
  const style = getComputedStyle(document.documentElement);
  const axis = {
    stroke: style.getPropertyValue("--chart-text"),
    grid: { stroke: style.getPropertyValue("--chart-grid"), width: 1 },
    ticks: { show: false },
    font: "12px system-ui",
  };
  const drawn = stacked ? series.toReversed() : series;
  return {
    legend: { show: false },
    cursor: { y: false, points: { show: !stacked, size: 6 } },
    scales: {
      x: { time: formatX === undefined },
      y: { range: (_plot, _min, max) => [0, max > 0 ? max * 1.1 : 1] },
    },
    axes: [
      { ...axis, ...(formatX && { incrs: WHOLE, values: (_plot, values) => values.map(formatX) }) },
      { ...axis, size: 64, ...(incrs && { incrs }), values: (_plot, values) => values.map(format) },
    ],
    series: [{}, ...drawn.map((each) => seriesOf(each, style.getPropertyValue(each.color), stacked))],
  };
}

function seriesOf({ label, dash }: Series, color: string, stacked: boolean): uPlot.Series {
  if (!stacked)
    return { label, stroke: color, width: 2, points: { filter: pointsOf }, ...(dash && { dash }) };
  const bars = uPlot.paths.bars as uPlot.Series.BarsPathBuilderFactory;
  return { label, fill: color, width: 0, points: { show: false }, paths: bars({ size: [0.8, 48] }) };
}
