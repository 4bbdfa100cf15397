import { Writable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { startProgress } from '../../src/cli/progress.ts';

/** A terminal that keeps what is written to it. */
function terminal(isTTY: boolean) {
  let text = '';
  const stream = new Writable({
    write(chunk, _, done) {
      text += chunk;
      done();
    },
  });
  const more = { isTTY, columns: 100, cursorTo: () => {}, clearLine: () => {}, moveCursor: () => {} };
  return { stream: Object.assign(stream, more) as unknown as NodeJS.WriteStream, text: () => text };
}

describe('progress', () => {
  const total = 100 * 2 ** 20;
  const over = (seconds: number, stream: NodeJS.WriteStream, known = true) => {
    vi.useFakeTimers({ toFake: ['performance', 'Date', 'setTimeout', 'clearTimeout'] });
    try {
      const progress = startProgress({
        stream,
        total: known ? total : undefined,
        scale: 2 ** 20,
        unit: 'MiB',
      });
      for (let step = 1; step <= 10; step++) {
        vi.advanceTimersByTime(seconds * 100);
        progress.update((total * step) / 10);
      }
      progress.stop();
    } finally {
      vi.useRealTimers();
    }
  };

  it('shows share, rate and time left on a terminal', () => {
    const { stream, text } = terminal(true);
    over(20, stream);
    expect(text()).toContain('█');
    expect(text()).toContain('50%  50.0 of 100.0 MiB  5.0 MiB/s  10 s left');
    expect(text()).toContain('100%  100.0 of 100.0 MiB  5.0 MiB/s  0 s left');
  });

  it('shows how much and how fast where the size is not known', () => {
    const { stream, text } = terminal(true);
    over(20, stream, false);
    expect(text()).toContain('50.0 MiB  5.0 MiB/s');
    expect(text()).not.toContain('%');
  });

  it('says nothing of work that is short, or where no terminal is', () => {
    for (const [seconds, isTTY] of [
      [0.4, true],
      [20, false],
    ] as const) {
      const { stream, text } = terminal(isTTY);
      over(seconds, stream);
      expect(text()).toBe('');
    }
  });
});
