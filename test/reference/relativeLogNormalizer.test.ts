import { Decimal } from 'decimal.js';
import { expect, test } from 'vitest';
import { logNormalizer, relativeLogNormalizer } from 'von-mises-fisher/reference';
import { readTable } from '../support/table.ts';
import { expectPromisedWidth, expectTableValue } from './expectEnclosure.ts';

test('the 34-digit table by Arb: every 31st row within reach', () => {
  let reached = 0;
  for (const { p, kappa, L } of readTable('relativeLogNormalizer').filter((_, i) => i % 31 === 0)) {
    if (Number(kappa) > 1e5) continue;
    const enclosure = relativeLogNormalizer(Number(p), Number(kappa), { digits: 40 });
    expectPromisedWidth(enclosure, 40, 'relative');
    expectTableValue(enclosure, L === '0' ? L : `-${L}`, 34, 0.5);
    reached++;
  }
  expect(reached).toBeGreaterThan(50);
});

const Wide = Decimal.clone({ defaults: true, precision: 200 });

test('is the difference of two log-normalizers', () => {
  for (const [p, kappa] of [
    [3, 2],
    [256, 100],
    [4096, 700],
  ]) {
    const options = { digits: 50 };
    const [here, uniform] = [logNormalizer(p, kappa, options), logNormalizer(p, 0, options)];
    const relative = relativeLogNormalizer(p, kappa, options);
    expect(Wide.add(relative.lower, uniform.lower).lte(here.upper)).toBe(true);
    expect(Wide.add(relative.upper, uniform.upper).gte(here.lower)).toBe(true);
  }
});

test('ends of the domain', () => {
  expect(relativeLogNormalizer(3, 0).upper.toString()).toBe('0');
  expect(() => relativeLogNormalizer(0.5, 1)).toThrow(
    new RangeError('relativeLogNormalizer: p must be at least 1, got 0.5'),
  );
});
