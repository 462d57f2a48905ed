/** Whether it settles before that time of `performance.now()`. A rejection counts, and is thrown. */
export async function settlesBy(deadline: number, task: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<false>((resolve) => {
    timer = setTimeout(resolve, Math.max(0, deadline - performance.now()), false);
  });
  const settled = await Promise.race([task.then(() => true), late]);
  clearTimeout(timer);
  return settled;
}
