import { useEffect, useRef } from "react";
import uPlot from "uplot";
import "uplot/dist/uPlot.min.css";
import { useIsDark } from "../app/theme.js";
import { dataOf, optionsOf, type Series } from "./plot.js";

interface SparklineProps {
  /** Seconds since 1970. */
  times: number[];
  series: Series[];
}

const WIDTH = 160;
const HEIGHT = 32;
const NO_FORMAT = String;

/** The shape of some stacked counts, without axes. The figures beside it say the same to those who do not see it. */
export function Sparkline({ times, series }: SparklineProps) {
  const box = useRef<HTMLDivElement>(null);
  const isDark = useIsDark();
  useEffect(() => {
    const element = box.current;
    if (element === null) return undefined;
    const drawn = { times, series, format: NO_FORMAT, stacked: true };
    const plot = new uPlot(
      {
        ...optionsOf(drawn),
        width: WIDTH,
        height: HEIGHT,
        axes: [{ show: false }, { show: false }],
        cursor: { show: false },
        padding: [2, 0, 0, 0],
      },
      dataOf(drawn),
      element,
    );
    return () => plot.destroy();
    // Drawn again with the colors of the other theme.
  }, [times, series, isDark]);
  return <div ref={box} className="sparkline" aria-hidden />;
}
