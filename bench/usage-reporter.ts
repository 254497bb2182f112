// Loaded into every process under test: tells, when asked, what the process has used so far, in all of its threads.

export interface Usage {
  readonly cpuMicros: number;
  readonly rssBytes: number;
}

process.on('message', (message) => {
  if (message !== 'usage') return;
  const { user, system } = process.cpuUsage();
  process.send?.({ cpuMicros: user + system, rssBytes: process.memoryUsage.rss() } satisfies Usage);
});
