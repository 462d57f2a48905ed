import pc from "picocolors";

export type Colors = ReturnType<typeof pc.createColors>;

interface Stream {
  isTTY?: boolean;
}

/** Colours where the stream is a terminal. `NO_COLOR` turns them off, `FORCE_COLOR` on (https://no-color.org). */
export function createColors(stream: Stream): Colors {
  const { NO_COLOR, FORCE_COLOR, TERM } = process.env;
  if (NO_COLOR !== undefined && NO_COLOR !== "") return pc.createColors(false);
  if (FORCE_COLOR !== undefined && FORCE_COLOR !== "" && FORCE_COLOR !== "0") return pc.createColors(true);
  return pc.createColors(stream.isTTY === true && TERM !== "dumb");
}

const STATUS_COLORS: Record<string, "green" | "yellow" | "red" | "cyan"> = {
  active: "green",
  succeeded: "green",
  pending: "cyan",
  retrying: "yellow",
  paused: "yellow",
  failed: "yellow",
  dead: "red",
  rejected: "red",
};

/** A status, which may be followed by its reason, in the color of the status. */
export function colorStatus(status: string, colors: Colors): string {
  const color = STATUS_COLORS[/^\w+/.exec(status)?.[0] ?? ""];
  return color === undefined ? status : colors[color](status);
}
