import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import { VonMisesFisher } from 'von-mises-fisher';
import { fitMixture, type MixtureProgress, type MixtureState } from 'von-mises-fisher/mixture';
import { stateFile } from '../../src/cli/stateFile.ts';

const folder = mkdtempSync(join(tmpdir(), 'vmf-state-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** The steps of a real fit, with their states as they were. */
function stepsOfFit(): (MixtureProgress & { readonly was: MixtureState })[] {
  const steps: (MixtureProgress & { readonly was: MixtureState })[] = [];
  fitMixture(VonMisesFisher.uniform(3).samples(60, { seed: 1 }), 3, {
    ...{ dimension: 3, seed: 1, restarts: 1 },
    onProgress: (step) => steps.push({ ...step, was: step.state() }),
  });
  return steps;
}

describe('the file of --state', () => {
  const steps = stepsOfFit();
  const path = join(folder, 'state.json');

  it('is written whole, at most every ten seconds, and at the end', () => {
    vi.useFakeTimers({ toFake: ['performance'] });
    try {
      const kept = stateFile(path, () => expect.unreachable());
      let written: MixtureState | undefined;
      steps.forEach((step, i) => {
        vi.advanceTimersByTime(4000);
        kept.pass(step);
        // Passes end at 4 s, 8 s, 12 s, ...: every third writes.
        if (i % 3 === 2) written = step.was;
        expect(existsSync(path)).toBe(written !== undefined);
        if (written) expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(written);
        expect(readdirSync(folder).every((name) => name === 'state.json')).toBe(true);
      });
      expect(steps.length).toBeGreaterThan(6);
      kept.end(steps[0].was);
      expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(steps[0].was);
    } finally {
      vi.useRealTimers();
    }
  });

  it('that cannot be written is warned of once, and ends no fit', () => {
    const place = join(folder, 'a folder');
    mkdirSync(place);
    const warnings: string[] = [];
    const kept = stateFile(place, (message) => warnings.push(message));
    kept.end(steps[0].was);
    kept.end(steps[0].was);
    expect(warnings).toEqual([`${place}: is a folder`]);
    expect(existsSync(`${place}.partial`)).toBe(false);
  });
});
