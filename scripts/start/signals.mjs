/** The terminal sends a Ctrl-C to npm and to the start, and npm passes it on: what follows so soon is the same one. */
const sameMs = 500;

/**
 * Closes what was opened, the last first, on Ctrl-C, SIGTERM or SIGHUP, and on Windows when npm has gone. A second
 * signal does not wait. Tells whether a stop is under way.
 */
export function stopOnSignals(closers, say, now = () => performance.now()) {
  let stopping = false;
  let askedAt = 0;
  async function stop() {
    if (stopping && now() - askedAt < sameMs) return;
    if (stopping) process.exit(1);
    stopping = true;
    askedAt = now();
    say('stopping');
    try {
      for (const close of closers.splice(0).reverse()) await close();
      process.exit(process.exitCode ?? 0);
    } catch (error) {
      console.error(error instanceof Error ? error.message : error);
      process.exit(1);
    }
  }
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => void stop());
  const parent = process.ppid;
  // npm that was killed cannot pass anything on.
  setInterval(() => {
    if (process.ppid !== parent && !stopping) void stop();
  }, 1_000).unref();
  return () => stopping;
}

/**
 * Opens; what fails closes what was opened before. While a stop is under way that is its doing: it has taken away what
 * the rest was to be opened on, and ends the process itself.
 */
export async function opening(closers, stopping, open) {
  try {
    await open();
  } catch (error) {
    if (stopping()) return;
    for (const close of closers.splice(0).reverse()) await close();
    throw error;
  }
}
