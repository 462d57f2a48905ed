import { useEffect, useId, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useIsDark } from "../app/theme.js";
import { dataOf, optionsOf, type Series } from "./plot.js";

interface ChartProps {
  title: string;
  /** Seconds since 1970. */
  times: number[];
  series: Series[];
  format: (value: number) => string;
  /** The x axis as numbers instead of times. */
  formatX?: (value: number) => string;
  /** Distances between the lines of the y axis, of which one that fits is taken. */
  incrs?: number[];
  height?: number;
  /** Bars on top of one another instead of lines. */
  stacked?: boolean;
}

/** A chart of uPlot, with the same numbers as a table for those who do not see it. */
export function Chart({ title, height = 200, stacked = false, ...rest }: ChartProps) {
  const box = useRef<HTMLDivElement>(null);
  const isDark = useIsDark();
  const { times, series, format, formatX, incrs } = rest;
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const size = () => ({ width: Math.max(element.clientWidth, 200), height });
    const drawn = { times, series, format, formatX, incrs, stacked };
    const plot = new uPlot({ ...optionsOf(drawn), ...size() }, dataOf(drawn), element);
    const resize = new ResizeObserver(() => plot.setSize(size()));
    resize.observe(element);
    return () => {
      resize.disconnect();
      plot.destroy();
    };
    // Drawn again with the colors of the other theme.
  }, [times, series, format, formatX, incrs, stacked, height, isDark]);
  const id = useId();
  return (
    <figure className="chart" aria-labelledby={id}>
      <figcaption id={id}>{title}</figcaption>
      <Legend series={series} />
      <div ref={box} className="plot" aria-hidden />
      <ChartTable {...rest} title={title} />
    </figure>
  );
}

function Legend({ series }: { series: Series[] }) {
  return (
    <ul className="legend" aria-hidden>
      {series.map(({ label, color, dash }) => (
        <li key={label}>
          <span
            className="swatch"
            style={{ borderColor: `var(${color})`, borderTopStyle: dash ? "dotted" : "solid" }}
          />
          {label}
        </li>
      ))}
    </ul>
  );
}

function ChartTable({ title, times, series, format, formatX = formatClock }: ChartProps) {
  return (
    <details className="chart-table">
      <summary>Show as a table</summary>
      <div className="table-scroll" tabIndex={0} role="region" aria-label={`${title}, as a table`}>
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{formatX === formatClock ? "From" : "Attempt"}</th>
              {series.map(({ label }) => (
                <th key={label} scope="col" className="number">
                  {label}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {times.map((time, index) => (
              <tr key={time}>
                <th scope="row">{formatX(time)}</th>
                {series.map(({ label, values }) => {
                  const value = values[index];
                  return (
                    <td key={label} className="number">
                      {value === null || value === undefined ? "–" : format(value)}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}

const clock = new Intl.DateTimeFormat(undefined, {
  month: "short",
  day: "numeric",
  hour: "2-digit",
  minute: "2-digit",
});
const formatClock = (seconds: number) => clock.format(seconds * 1000);
