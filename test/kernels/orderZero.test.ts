import { expect, it } from 'vitest';
import { logNormalizer } from 'von-mises-fisher';
import { onBothSides } from './onBothSides.ts';

const kappa = Float64Array.from({ length: 5000 }, (_, i) => 10 ** (i / 25 - 50));
kappa.set([0, 5e-324, 2.2250738585072014e-308, 1e150]);

it('the order-0 form gives the same bits from WebAssembly and from JavaScript', () => {
  for (const p of [2.5, 3, 256, 1e6, 1e15]) {
    const values = onBothSides(() => logNormalizer(p, kappa, { terms: 0 }), `p = ${p}`);
    const single = kappa.subarray(0, 9);
    expect(onBothSides(() => logNormalizer(p, single, { terms: 0 }))).toEqual(values.subarray(0, 9));
  }
  onBothSides(() => logNormalizer(256, Float32Array.from(kappa).fill(1, 2200), { terms: 0 }));
});
