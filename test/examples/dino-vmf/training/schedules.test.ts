import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { DEFAULTS } from '../../../../examples/dino-vmf/settings/config.ts';
import { parsedSpan, spanSteps } from '../../../../examples/dino-vmf/settings/Span.ts';
import { settled } from '../../../../examples/dino-vmf/settings/settled.ts';
import {
  lastLayerFrozen,
  type ScheduleSettings,
  stepSettings,
} from '../../../../examples/dino-vmf/training/schedules.ts';
import { readTable } from '../../../support/table.ts';

const path = fileURLToPath(new URL('../../../../validation/tables/dinoSchedules.csv', import.meta.url));
const cases = [...readFileSync(path, 'utf8').matchAll(/^# case (.*?): (\{.*)$/gm)].map(
  ([, name, parameters]) => ({ name: name as string, ...JSON.parse(parameters as string) }),
);
const rows = readTable('dinoSchedules');

describe("DINO's schedules, against NumPy", () => {
  it.each(cases)('$name', (dino) => {
    const config = settled(
      {
        ...DEFAULTS,
        epochs: dino.epochs,
        batchSize: dino.batch,
        learningRate: dino.base,
        learningRateScaling: 'linear',
        minLearningRate: dino.minimum,
        warmup: `${dino.warmup}ep`,
        weightDecay: dino.decay[0],
        weightDecayEnd: dino.decay[1],
        emaMomentum: dino.momentum,
        teacherTemperatureStart: dino.temperature[0],
        teacherTemperature: dino.temperature[1],
        teacherTemperatureWarmup: `${dino.hot}ep`,
        teacherTemperatureBy: 'epoch',
        freezeLastLayer: `${dino.freeze}ep`,
      },
      dino.epochSteps * dino.batch + 3,
    );
    expect(config.steps).toBe(dino.epochs * dino.epochSteps);
    const own = rows.filter((row) => row.case === dino.name);
    expect(own).toHaveLength(config.steps);
    for (const row of own) {
      const step = Number(row.step);
      const now = stepSettings(step, config);
      // Each is a sum of a few terms no larger than its largest value; a cosine has one ulp of 1 more.
      const within = (value: number, text: string | undefined, largest: number) =>
        expect(Math.abs(value - Number(text)), `step ${step}`).toBeLessThanOrEqual(6 * 2 ** -53 * largest);
      within(now.learningRate, row.learningRate, dino.base * (dino.batch / 256));
      within(now.weightDecay, row.weightDecay, 0.4);
      within(now.emaMomentum, row.emaMomentum, 1);
      within(now.teacherTemperature, row.teacherTemperature, 0.07);
      expect(lastLayerFrozen(step, config)).toBe(row.frozen === '1');
    }
  });
});

describe('spans', () => {
  it('are a share, steps or epochs', () => {
    expect(parsedSpan('0.1')).toBe(0.1);
    expect(parsedSpan('500steps')).toBe('500steps');
    expect(parsedSpan('1.5ep')).toBe('1.5ep');
    for (const text of ['', '1.1', '-1ep', '1.5steps', '10 ep', 'ep', '1e9ep', 'NaN'])
      expect(parsedSpan(text)).toBeNull();
    expect(spanSteps(0.1, 600, null)).toBe(60);
    expect(spanSteps('7steps', 600, null)).toBe(7);
    expect(spanSteps('1.5ep', 600, 32)).toBe(48);
    expect(() => spanSteps('1ep', 600, null)).toThrow('needs the number of steps of an epoch');
  });

  it('given in shares, steps or epochs are one schedule', () => {
    const config = { ...DEFAULTS, steps: 96, batchSize: 32, teacherTemperatureStart: 0.01 };
    const inSteps = {
      ...config,
      warmup: '24steps',
      teacherTemperatureWarmup: '48steps',
      freezeLastLayer: '12steps',
    };
    const inEpochs = { ...config, warmup: '3ep', teacherTemperatureWarmup: '6ep', freezeLastLayer: '1.5ep' };
    const shares = { ...config, warmup: 0.25, teacherTemperatureWarmup: 0.5, freezeLastLayer: 0.125 };
    const [a, b, c] = [shares, inSteps, inEpochs].map((own) => settled(own, 256));
    for (let step = 0; step < 96; step++) {
      const schedule = (own: ScheduleSettings) => stepSettings(step, own);
      expect(schedule(b as ScheduleSettings)).toEqual(schedule(a as ScheduleSettings));
      expect(schedule(c as ScheduleSettings)).toEqual(schedule(a as ScheduleSettings));
      for (const own of [a, b, c]) expect(lastLayerFrozen(step, own as typeof config)).toBe(step < 12);
    }
  });

  it('a warm-up longer than the run is refused, with both lengths', () => {
    expect(() => settled({ ...DEFAULTS, steps: 60, warmup: '10ep' }, 256)).toThrow(
      '--warmup 10ep is 80 steps; it must be shorter than the run of 60',
    );
  });

  it('an epoch is what --epoch-steps says', () => {
    const config = settled({ ...DEFAULTS, epochs: 2, epochSteps: 5, freezeLastLayer: '1ep' }, 256);
    expect(config.steps).toBe(16);
    expect([4, 5].map((step) => lastLayerFrozen(step, config))).toEqual([true, false]);
  });

  it('the learning rate scales with the batch as asked, its minimum does not', () => {
    const config = { ...DEFAULTS, learningRate: 0.01, minLearningRate: 0.001, warmup: 0, steps: 10 };
    const first = (learningRateScaling: 'none' | 'linear' | 'sqrt', batchSize: number) =>
      stepSettings(0, { ...config, learningRateScaling, batchSize }).learningRate;
    expect(first('none', 64)).toBeWithinUlp(0.01, 2);
    expect(first('linear', 64)).toBeWithinUlp(0.0025, 2);
    expect(first('sqrt', 256)).toBeWithinUlp(0.005, 2);
    const last = stepSettings(9, { ...config, learningRateScaling: 'linear', batchSize: 1024 }).learningRate;
    expect(last).toBeWithinUlp(0.001 + 0.039 * Math.sin(Math.PI / 20) ** 2, 8);
  });
});
