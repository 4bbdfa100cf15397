const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/**
 * Does long work that does not return to the event loop, where a listener would hear Ctrl-C only after it: meanwhile
 * the system ends the process by itself, for which shells give the status 130. No file may be half written then.
 */
export async function whileKillable<T>(work: () => T | Promise<T>): Promise<T> {
  const kept = SIGNALS.map((signal) => ({ signal, listeners: process.rawListeners(signal) }));
  for (const { signal } of kept) process.removeAllListeners(signal);
  try {
    return await work();
  } finally {
    for (const { signal, listeners } of kept) {
      for (const listener of listeners) process.on(signal, listener as NodeJS.SignalsListener);
    }
  }
}
