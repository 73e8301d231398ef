/** Processor time and memory of one process so far. */
export interface Usage {
  readonly cpuMicros: number;
  readonly rssBytes: number;
}

// Loaded into each measured process before its own code, so that the bench can ask it over the channel of its fork.
process.on('message', (message) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  const usage: Usage = { cpuMicros: user + system, rssBytes: process.memoryUsage.rss() };
  process.send?.(usage);
});
