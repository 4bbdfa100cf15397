/** Whether this thread may sleep; that of a page may not. */
function maySleep(): boolean {
  try {
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 1, 0);
    return true;
  } catch {
    return false;
  }
}

let sleeps: boolean | undefined;

/** Waits until a word is no longer `seen`; false if it still is after so long. */
export function awaitChange(words: Int32Array, at: number, seen: number, milliseconds: number): boolean {
  sleeps ??= maySleep();
  if (sleeps) return Atomics.wait(words, at, seen, milliseconds) !== 'timed-out';
  const end = performance.now() + milliseconds;
  while (performance.now() < end) if (Atomics.load(words, at) !== seen) return true;
  return false;
}
