import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCommandLine } from '../../../../examples/dino-vmf/settings/commandLine.ts';
import type { Config } from '../../../../examples/dino-vmf/settings/config.ts';
import { tiny, train } from '../trainCommand.ts';

const folder = mkdtempSync(join(tmpdir(), 'method-'));
afterAll(() => rmSync(folder, { recursive: true }));

function settings(...args: string[]): Config {
  const request = readCommandLine(args);
  if (request.kind !== 'start') throw new Error(`no start: ${request.kind}`);
  return request.config;
}

describe('settings of the method', () => {
  it('reads lists of numbers', () => {
    const { maskRatio, maskRatioVariation } = settings(
      '--mask-ratio',
      '0.4',
      '--mask-ratio-variation',
      '0.1',
    );
    expect([maskRatio, maskRatioVariation]).toEqual([[0.4], [0.1]]);
    expect(settings('--mask-ratio', '0,.25', '--mask-ratio-variation', '0,0').maskRatio).toEqual([0, 0.25]);
    expect(settings().maskRatio).toEqual([0, 0.3]);
  });

  it.each([
    [['--mask-ratio', '0,1.5'], "--mask-ratio must be numbers in [0, 1] with commas between, got '0,1.5'"],
    [['--mask-ratio', '0,,1'], "--mask-ratio must be numbers in [0, 1] with commas between, got '0,,1'"],
    [['--mask-ratio', '0.3'], '--mask-ratio and --mask-ratio-variation must be of one length, got 1 and 2'],
    [
      ['--mask-ratio', '0,0.1'],
      '--mask-ratio less and plus --mask-ratio-variation must be in [0, 1], got 0,0.1 and 0,0.2',
    ],
    [
      ['--cls-weight', '0'],
      '--cls-weight and --patch-weight must not both be 0, and --cls-weight not without --method ibot',
    ],
    [['--drop-path', '1'], "--drop-path must be in [0, 0.9], got '1'"],
    [['--accumulate', 'all'], "--accumulate must be one of none | sizes | views, got 'all'"],
  ])('%j is refused', (args, message) => {
    expect(() => readCommandLine(args)).toThrow(message);
  });

  it('presets of the published recipes have drop path and the published positions, tiny has neither', () => {
    for (const preset of ['cifar10', 'vit-small', 'vit-base', 'ibot-small']) {
      expect(settings('--preset', preset)).toMatchObject({ dropPath: 0.1, positionOffset: 0.1 });
    }
    expect(settings()).toMatchObject({ method: 'dino', dropPath: 0, positionOffset: 0, accumulate: 'none' });
    expect(settings('--preset', 'ibot-small')).toMatchObject({ method: 'ibot', sharedHead: true });
  });
});

describe('npm run train -- --method ibot', () => {
  it('trains, resumed or not, and logs both losses', () => {
    const args = [
      ...tiny,
      '--method',
      'ibot',
      '--patch-size',
      '8',
      '--drop-path',
      '0.1',
      '--evaluate-every',
      '0',
    ];
    const out = join(folder, 'run');
    const { status, output } = train(...args, '--no-shared-head', '--accumulate', 'views', '--out', out);
    expect(status, output).toBe(0);
    const lines = readFileSync(join(out, 'metrics.jsonl'), 'utf8').trim().split('\n');
    expect(lines).toHaveLength(8);
    for (const line of lines) {
      const { loss, clsLoss, patchLoss, agreement } = JSON.parse(line);
      expect(Math.abs(loss - clsLoss - patchLoss)).toBeLessThan(1e-5);
      expect(agreement).toBeGreaterThanOrEqual(0);
    }
    expect(train('--resume', out).status, 'a finished run is evaluated again').toBe(0);
  });
});
