import { concentrationOf } from '../fit/concentrationOf.ts';
import { resultantOf } from '../resultant/resultantOf.ts';
import { summaryOf } from '../resultant/Summary.ts';
import { type Rows, rowSet } from '../rows.ts';
import { chiSquaredTail } from './chiSquaredTail.ts';
import { cosineDispersion } from './cosineDispersion.ts';
import type { FitComponent } from './FitComponent.ts';
import type { TestResult, TestRowOptions } from './TestResult.ts';
import { tangentEllipticity } from './tangentEllipticity.ts';
import { tangentSkewness } from './tangentSkewness.ts';
import { tangentSums } from './tangentSums.ts';

export interface GoodnessOfFitTestResult extends TestResult {
  /** Mean resultant length R̄. */
  readonly rBar: number;
  /** The maximum-likelihood concentration, the one that is found to fit or not. */
  readonly kappa: number;
  /** What the p-value is made of. */
  readonly components: {
    /** Whether the cosines to the mean direction vary as they should. */
    readonly dispersion: FitComponent;
    /** Whether what lies across the mean direction leans to a side. */
    readonly skewness: FitComponent;
    /** Whether it spreads more one way than another; not at p = 2. */
    readonly ellipticity?: FitComponent;
  };
}

const NOTHING: FitComponent = { statistic: 0, degreesOfFreedom: 1, pValue: 1, logPValue: 0 };

/**
 * Test that directions come from a von Mises-Fisher distribution, whatever its μ and κ.
 *
 *   statistic = -2 Σ log(p-value of component) ~ χ² with 2 degrees of freedom for each component
 *
 * The components are the parts of the score test against the Fisher-Bingham family, exp(κμᵀx + xᵀBx), which holds
 * every quadratic departure: how the cosines μᵀx vary (cosineDispersion.ts: heavy or light tails, mixtures along the
 * axis, Watson's distribution), whether the parts of x across μ lean to a side as the cosine falls
 * (tangentSkewness.ts: mixtures off the axis), and whether they spread more one way than another
 * (tangentEllipticity.ts: Kent's distribution, mixtures). They are uncorrelated, so Fisher's product of their p-values
 * has the law above. Their own laws are taken given R̄ and the cosines, under which neither estimated parameter enters;
 * no bootstrap is needed. Departures without a quadratic part, of three-fold symmetry about the axis say, are not
 * seen. Any p >= 2, n >= 5. Time n p min(n, p), memory min(n, p)·p. Rows that are all equal are fitted by κ = Infinity:
 * p-value 1.
 *
 * @param data rows of unit length: flat, separate or sparse
 * @param options `dimension` of flat data, `normalize`
 * @returns statistic, p-value and its logarithm, components; rejection rates and power in validation/NULL_LAWS.md
 * @throws TypeError or RangeError as `fit` does, where there are fewer than 5 rows, and where their sum is zero
 * @see J. C. W. Rayner, O. Thas, D. J. Best, Smooth Tests of Goodness of Fit (2009)
 * @example
 * const cube = [[1, 1, 1], [1, 1, -1], [1, -1, 1], [-1, 1, 1], [1, 0, 0], [0, 1, 0], [0, 0, 1]];
 * goodnessOfFitTest(cube, { normalize: true }).pValue; // 0.47940...
 */
export function goodnessOfFitTest(data: Rows, options: TestRowOptions = {}): GoodnessOfFitTestResult {
  const caller = 'goodnessOfFitTest';
  const { dimension, normalize = false } = options;
  const rows = rowSet(caller, data, dimension);
  if (rows.n < 5) throw new RangeError(`${caller}: data must have at least 5 rows, got ${rows.n}`);
  const { p, n, rBar, oneMinusRBar, meanDirection } = summaryOf(
    resultantOf(caller, data, dimension, { normalize }),
  );
  if (rBar === 0) throw new RangeError(`${caller}: data must have a mean direction, got a sum of zero`);
  const components = oneMinusRBar === 0 ? { dispersion: NOTHING, skewness: NOTHING } : componentsOf();
  const all = Object.values(components);
  const statistic = all.reduce((sum, { logPValue }) => sum - 2 * logPValue, 0);
  return {
    method: 'score components',
    statistic,
    law: 'chi-squared',
    degreesOfFreedom: [2 * all.length],
    ...chiSquaredTail(2 * all.length, statistic),
    p,
    n,
    rBar,
    kappa: concentrationOf(p, rBar, oneMinusRBar),
    components,
  };

  function componentsOf(): GoodnessOfFitTestResult['components'] {
    const sums = tangentSums(caller, rows, normalize, meanDirection);
    const dispersion = cosineDispersion(p, sums.complements, rBar, oneMinusRBar);
    const skewness = tangentSkewness(p, sums);
    return p === 2
      ? { dispersion, skewness }
      : { dispersion, skewness, ellipticity: tangentEllipticity(p, sums) };
  }
}
