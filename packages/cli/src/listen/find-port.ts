/** Ports of the Node inspector, which a dev server may open beside its own. */
const INSPECTOR = { first: 9229, last: 9249 };

/** The port in a line such as `Local: http://localhost:5173/` or `listening on port 3000`. */
export function printedPort(line: string): number | null {
  const plain = line.replace(new RegExp(`${String.fromCharCode(27)}\\[[0-9;]*m`, "g"), "");
  const [, inUrl, named] =
    /https?:\/\/(?:localhost|127\.0\.0\.1|0\.0\.0\.0|\[::1?\]):(\d{2,5})\b|\bport:? (\d{2,5})\b/i.exec(
      plain,
    ) ?? [];
  const port = Number(inUrl ?? named);
  return port >= 1 && port <= 65_535 && !isInspector(port) ? port : null;
}

/**
 * The receiver's port among those on which a command listens: the one that it printed, else the lowest. Without a list (an
 * operating system that does not show one) the printed port is believed.
 */
export function choosePort(listening: readonly number[] | null, printed: number | null): number | null {
  if (listening === null) return printed;
  if (printed !== null && listening.includes(printed)) return printed;
  const candidates = listening.filter((port) => !isInspector(port));
  return candidates.length === 0 ? null : Math.min(...candidates);
}

function isInspector(port: number): boolean {
  return port >= INSPECTOR.first && port <= INSPECTOR.last;
}
