import { Decimal } from 'decimal.js';

const Exact = /* @__PURE__ */ Decimal.clone({ defaults: true, precision: 2500 });

/** A BigNumber as a Decimal whose sums and products keep all its digits. */
export const exact = (value: string): Decimal => new Exact(value);

/** Both finite, at most the largest double, and not below their least: else the value is NaN, as for numbers. */
export const isInBigDomain = (first: string, leastFirst: number, second: string): boolean =>
  [exact(first).minus(leastFirst), exact(second)].every(
    (value) => value.isFinite() && value.gte(0) && value.lte(Number.MAX_VALUE),
  );
