/** Runs `task` one at a time; any number of calls during a run lead to one more. Resolves with the end of a run that began after the call. */
export function coalesce(task: () => Promise<void>): () => Promise<void> {
  let running: Promise<void> | null = null;
  let next: Promise<void> | null = null;

  function run(): Promise<void> {
    next = null;
    return (running = task().finally(() => {
      if (next === null) running = null;
    }));
  }

  return () => (running === null ? run() : (next ??= running.then(run, run)));
}
