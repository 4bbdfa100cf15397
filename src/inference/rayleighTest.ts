import { requireOneOf } from '../validate.ts';
import { chiSquaredTail } from './chiSquaredTail.ts';
import { resultantTail } from './resultantTail.ts';
import { type Sample, sampleSummary } from './sampleSummary.ts';
import type { TestResult, TestRowOptions } from './TestResult.ts';

export interface RayleighTestOptions extends TestRowOptions {
  /**
   * 'modified': (1 - 1/2n) S + S²/(2n(p+2)), whose law is chi-squared up to terms in n⁻². 'plain': S itself, up to
   * terms in n⁻¹. 'saddlepoint': S, its law by the saddlepoint density of the resultant, which holds in the far
   * tail where the others do not.
   * @default 'modified'
   */
  method?: 'modified' | 'plain' | 'saddlepoint';
}

export interface RayleighTestResult extends TestResult {
  /** Mean resultant length R̄. */
  readonly rBar: number;
}

/**
 * Rayleigh's test of uniformity on the sphere.
 *
 *   S = p n R̄²,   S* = (1 - 1/2n) S + S²/(2n(p+2)),   both ~ χ²_p under uniformity
 *
 * The score test of κ = 0 among von Mises-Fisher distributions, most powerful against them near κ = 0 and without
 * power against alternatives whose mean resultant length is 0. Any p >= 2, n >= 1.
 *
 * @param data rows of unit length, or SufficientStatistics gathered without weights
 * @param options `method`, `dimension` of flat data, `normalize`
 * @returns statistic S* (or S), p-value and its logarithm, R̄; rejection rates in validation/NULL_LAWS.md
 * @throws TypeError or RangeError as `fit` does, and where there are no rows
 * @see Mardia & Jupp, Directional Statistics (2000), chapter 10; P. E. Jupp, Modifications of the Rayleigh and Bingham
 *   tests for uniformity of directions, J. Multivariate Anal. 77 (2001)
 * @example
 * rayleighTest([[1, 0, 0], [0.6, 0.8, 0], [0.6, 0, 0.8], [0, 1, 0]]).pValue; // 0.0788386...
 */
export function rayleighTest(data: Sample, options: RayleighTestOptions = {}): RayleighTestResult {
  const { method = 'modified' } = options;
  requireOneOf('rayleighTest', 'method', method, ['modified', 'plain', 'saddlepoint']);
  const { p, n, rBar } = sampleSummary('rayleighTest', data, 1, options);
  const plain = p * n * rBar * rBar;
  const common = { method, p, n, rBar };
  if (method === 'saddlepoint') {
    const tail = resultantTail(p, n, 1, rBar, p - 1);
    return { ...common, statistic: plain, law: 'conditional', degreesOfFreedom: [], ...tail };
  }
  const statistic = method === 'plain' ? plain : plain * (1 - 1 / (2 * n) + plain / (2 * n * (p + 2)));
  return { ...common, statistic, law: 'chi-squared', degreesOfFreedom: [p], ...chiSquaredTail(p, statistic) };
}
