import { Writable } from 'node:stream';
import { describe, expect, it, vi } from 'vitest';
import { fitProgress } from '../../src/cli/fitProgress.ts';
import { startProgress } from '../../src/cli/startProgress.ts';

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

/** Not shown. */
const state = () => {
  throw new Error('state is asked for');
};

describe('progress of a fit', () => {
  /** Runs of passes of half a second each, the log-likelihood nearer to -1000 by half with each. */
  const fits = (numbers: readonly number[], stream: NodeJS.WriteStream) => {
    vi.useFakeTimers({ toFake: ['performance', 'Date', 'setTimeout', 'clearTimeout'] });
    try {
      const progress = fitProgress({ stream, fits: numbers, tolerance: 1e-3 / 2 ** 20 });
      for (const components of numbers) {
        for (const stage of ['short', 'polish'] as const) {
          for (let run = 0; run < 2; run++) {
            for (let iteration = 1; iteration <= 10; iteration++) {
              vi.advanceTimersByTime(500);
              const objective = -1000 - 2 ** -iteration;
              progress.pass({ stage, run, runs: 2, iteration, objective, components, state });
            }
          }
        }
      }
      progress.stop();
    } finally {
      vi.useRealTimers();
    }
  };

  it('shows run, passes, their rate, log-likelihood and time left', () => {
    const { stream, text } = terminal(true);
    fits([8], stream);
    expect(text()).toContain(
      'start 2 of 2, pass 10, 2.0 passes/s, starts done in 5 s, log-likelihood -1000.0010',
    );
    // From a gain of 2^-10 at pass 10 to one of a millionth of that: twenty halvings less ten, at two a second.
    expect(text()).toContain('run 2 of 2, pass 10, 2.0 passes/s, about 5 s left, log-likelihood -1000.0010');
    expect(text()).not.toContain('NaN');
  });

  it('shows which of several fits, and when all will be done', () => {
    const { stream, text } = terminal(true);
    fits([2, 2, 4], stream);
    expect(text()).toContain('k = 2, fit 2 of 3  ');
    // 20 s a fit: at 60 s half of the components are behind, and the fit at hand counts as not begun.
    expect(text()).toContain('k = 4, fit 3 of 3  run 2 of 2, pass 10, ');
    expect(text()).toMatch(/k = 4, fit 3 of 3 {2}start 1 of 2, pass 1, .* about 41 s left/);
  });

  it('counts the rows of a pass over files', () => {
    const { stream, text } = terminal(true);
    vi.useFakeTimers({ toFake: ['performance', 'Date', 'setTimeout', 'clearTimeout'] });
    try {
      const progress = fitProgress({ stream, fits: [2], tolerance: 1e-8 });
      for (let chunk = 0; chunk < 3; chunk++) {
        vi.advanceTimersByTime(1000);
        progress.read(500);
      }
      progress.stop();
    } finally {
      vi.useRealTimers();
    }
    expect(text()).toContain('1500 rows read');
  });

  it('says nothing where no terminal is', () => {
    const { stream, text } = terminal(false);
    fits([8], stream);
    expect(text()).toBe('');
  });
});
