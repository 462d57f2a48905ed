// Preloaded into every process of the benchmark: reports its CPU time (user and system, in ms) and its memory (resident bytes).
process.on("message", (message) => {
  if (message?.usage !== true) return;
  const { user, system } = process.cpuUsage();
  process.send({ usage: { cpuMs: (user + system) / 1000, residentBytes: process.memoryUsage.rss() } });
});
process.channel?.unref();
