// Preloaded into every process of the benchmark: tells the CPU time used so far, user and system, in ms.
process.on("message", (message) => {
  if (message?.cpu !== true) return;
  const { user, system } = process.cpuUsage();
  process.send({ cpuMs: (user + system) / 1000 });
});
process.channel?.unref();
