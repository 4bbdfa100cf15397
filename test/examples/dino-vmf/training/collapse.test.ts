import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { startEngine, tf } from '../../../../examples/dino-vmf/engine.ts';
import { featureDeviation } from '../../../../examples/dino-vmf/inspection/featureDeviation.ts';
import { vitFeatures } from '../../../../examples/dino-vmf/model/vit.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';
import { CollapseMonitor, type WatchedStep } from '../../../../examples/dino-vmf/training/CollapseMonitor.ts';
import { initialState, vitShape } from '../../../../examples/dino-vmf/training/trainStep.ts';
import { TINY } from '../tinyConfig.ts';
import { tiny, train } from '../trainCommand.ts';

const folder = mkdtempSync(join(tmpdir(), 'collapse-'));
afterAll(() => rmSync(folder, { recursive: true }));

const lnK = Math.log(4096);
const at = (step: number, loss: number, teacherEntropy: number): WatchedStep => ({
  step,
  teacherEntropy,
  kl: loss - teacherEntropy,
  lnK,
});

/** What a monitor says of 200 steps. */
function heard(loss: (step: number) => number, entropy: (step: number) => number) {
  const monitor = new CollapseMonitor(200);
  return Array.from({ length: 200 }, (_, i) => monitor.see(at(i + 1, loss(i + 1), entropy(i + 1)))).filter(
    (warning) => warning !== null,
  );
}

describe('the collapse monitor', () => {
  it('a loss stuck at ln K = 8.3178, as users report it, is uniform; it is said once, with advice', () => {
    const warnings = heard(
      () => 8.3178,
      () => 8.3176,
    );
    expect(warnings).toEqual([
      {
        step: 20,
        cause: 'uniform',
        seen: "the teacher's answers are uniform: over 20 steps loss 8.3178, teacher entropy 8.3176, ln K 8.3178",
        advice: expect.stringContaining('Lower --teacher-temperature'),
      },
    ]);
  });

  it.each([
    ['one prototype', (step: number) => 0.02 + 8 * 0.9 ** step, (step: number) => 8 * 0.9 ** step],
    ['no difference', () => 4.001, () => 4],
    ['mute student', () => 8.31, () => 3],
  ] as const)('names %s', (cause, loss, entropy) => {
    const warnings = heard(loss, entropy);
    expect(warnings.map((warning) => warning.cause)).toEqual([cause]);
    expect(warnings[0]?.advice).toMatch(/--[a-z-]+/);
  });

  it('waits for the student, which says nothing at first: its loss begins at ln K', () => {
    const warnings = heard(
      (step) => (step <= 45 ? 8.31 : 6),
      () => 3,
    );
    expect(warnings.map(({ step }) => step)).toEqual([41]);
    expect(
      heard(
        (step) => (step <= 30 ? 8.31 : 6),
        () => 3,
      ),
    ).toEqual([]);
  });

  it('is silent on a run that learns, with batches that stray', () => {
    const random = Random.keyed(5);
    const stray = () => (random.chance(0.1) ? 3 * random.normal() : 0.2 * random.normal());
    expect(
      heard(
        (step) => 7.8 - step / 100 + stray(),
        (step) => 6.5 - step / 80 + stray(),
      ),
    ).toEqual([]);
  });

  it('goes on after a resume as if it had not stopped, and does not repeat itself', () => {
    const steps = Array.from({ length: 30 }, (_, i) => at(i + 1, 8.3178, 8.3176));
    const resumed = new CollapseMonitor(200, steps.slice(0, 15));
    expect(steps.slice(15).map((step) => resumed.see(step)?.step)).toEqual([
      ...Array.from({ length: 4 }, () => undefined),
      20,
      ...Array.from({ length: 10 }, () => undefined),
    ]);
    const warned = new CollapseMonitor(
      200,
      steps.slice(0, 25),
      heard(
        () => 8.3178,
        () => 8.3176,
      ),
    );
    expect(steps.slice(25).every((step) => warned.see(step) === null)).toBe(true);
  });

  it('names one feature, of a teacher whose blocks do nothing, and not of a fresh one', async () => {
    await startEngine('wasm');
    const random = Random.keyed(3);
    const { teacher } = initialState(TINY);
    const views = tf.tensor4d(
      Float32Array.from({ length: 16 * 16 * 16 * 3 }, () => random.normal()),
      [16, 16, 16, 3],
    );
    const deviation = (network: typeof teacher) =>
      featureDeviation(
        tf.tidy(() => vitFeatures(network, vitShape(TINY), views).dataSync() as Float32Array),
        TINY.width,
      );
    const mute = Object.fromEntries(
      Object.entries(teacher).map(([name, x]) => [name, name.startsWith('block0.') ? tf.zerosLike(x) : x]),
    );
    const monitor = new CollapseMonitor(200);
    expect(monitor.seeFeatures(1, deviation(teacher))).toBeNull();
    const warning = monitor.seeFeatures(2, deviation(mute));
    expect(warning?.cause).toBe('one feature');
    expect(monitor.seeFeatures(3, 0)).toBeNull();
  });
});

describe('real runs made to collapse', () => {
  it.each([
    ['uniform', '--teacher-temperature 1 --teacher-temperature-start 1 --steps 30'],
    ['one prototype', '--centre-momentum 1 --learning-rate 0.01 --steps 60'],
  ])('%s: %s', (cause, options) => {
    const run = join(folder, cause);
    const { status, output } = train(
      ...tiny,
      ...`--engine wasm --evaluate-every 0 ${options}`.split(' '),
      '--out',
      run,
    );
    expect(status, output).toBe(0);
    const [warning, ...others] = JSON.parse(readFileSync(join(run, 'warnings.json'), 'utf8'));
    expect(others).toEqual([]);
    expect(warning.cause).toBe(cause);
    expect(output).toContain(
      `warning: step ${warning.step}: collapse (${cause}): ${warning.seen}. ${warning.advice}`,
    );
    expect(readFileSync(join(run, 'report.html'), 'utf8')).toContain(warning.advice);
  });
});
