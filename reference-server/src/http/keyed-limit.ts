/** Runs at most `max` tasks of one key at a time. The others wait in order; tasks of other keys do not wait for them. */
export interface KeyedLimit {
  run<T>(key: string, task: () => Promise<T>): Promise<T>;
}

interface Line {
  running: number;
  waiting: (() => void)[];
}

export function createKeyedLimit(max: number): KeyedLimit {
  const lines = new Map<string, Line>();

  function leave(key: string, line: Line): void {
    const next = line.waiting.shift();
    if (next !== undefined) {
      next();
      return;
    }
    line.running--;
    if (line.running === 0) lines.delete(key);
  }

  return {
    async run(key, task) {
      const line = lines.get(key) ?? { running: 0, waiting: [] };
      lines.set(key, line);
      if (line.running < max) line.running++;
      else await new Promise<void>((resolve) => line.waiting.push(resolve));
      try {
        return await task();
      } finally {
        leave(key, line);
      }
    },
  };
}
