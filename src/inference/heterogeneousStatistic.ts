/**
 * Equality of mean directions where concentrations differ.
 *
 *   T = 2 (Σ κᵢRᵢ - |Σ κᵢSᵢ|)
 *
 * (G. S. Watson, Statistics on Spheres, 1983; Mardia & Jupp 2000, chapter 10), ~ χ²_f with f = (q-1)(p-1) for large
 * groups. Here κᵢ is Schou's estimate, which is free of the bias that R̄ᵢ has in small groups and large p, and the
 * law is corrected for κᵢ being estimated, as Welch and Johansen do for means of normal samples: for normal means
 * with covariance I/ωᵢ in d dimensions, 1/ωᵢ estimated with νᵢ degrees of freedom and hᵢ = ωᵢ/Σω, to first order
 *
 *   E T = f + 2a,   Var T = 2f + (12 + 2d)a,   a = d Σ (1 - hᵢ)²/νᵢ,
 *
 * which are the moments of cF with f and f₂ degrees of freedom for f₂ = f(f+2)/((d+2)a), c = f + 2a - 2f/f₂; at
 * d = 1 this is Welch's test. With ωᵢ = κᵢRᵢ, d = p - 1 and νᵢ = 2(nᵢ-1)κᵢ²A'(κᵢ), which is (nᵢ-1)(p-1) for large
 * κᵢ. A group that looks uniform (κᵢ = 0) has no direction to compare and is left out.
 */
import { marginalConcentration } from '../fit/marginalConcentration.ts';
import { cosineComplement } from '../resultant/cosineComplement.ts';
import { meanResultantLengthDerivative } from '../special/meanResultantLengthDerivative.ts';
import type { GroupSummaries } from './groupSummaries.ts';
import { weightedMeanDirection } from './weightedMeanDirection.ts';

export interface HeterogeneousStatistic {
  /** T/c */
  readonly statistic: number;
  readonly degreesOfFreedom: readonly [number, number];
}

export function heterogeneousStatistic({ p, groups }: GroupSummaries): HeterogeneousStatistic {
  const d = p - 1;
  const f = (groups.length - 1) * d;
  const kappas = groups.map(({ n, rBar, oneMinusRBar }) => marginalConcentration(p, n, rBar, oneMinusRBar));
  const weights = groups.map(({ n, rBar }, i) => kappas[i] * n * rBar);
  if (weights.includes(Number.POSITIVE_INFINITY)) {
    // Some group's rows are all equal: only what lies elsewhere could speak for the hypothesis.
    const still = groups.filter((_, i) => kappas[i] === Number.POSITIVE_INFINITY);
    const apart = groups.some(
      (group) => cosineComplement(still[0].meanDirection, group.meanDirection, 1) > 0,
    );
    return { statistic: apart ? Number.POSITIVE_INFINITY : 0, degreesOfFreedom: [f, f] };
  }
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const { direction } = weightedMeanDirection(groups, weights);
  let total = 0;
  let a = 0;
  groups.forEach(({ n, meanDirection }, i) => {
    if (weights[i] === 0) return;
    total += 2 * weights[i] * cosineComplement(direction, meanDirection, 1);
    const nu = 2 * (n - 1) * kappas[i] ** 2 * meanResultantLengthDerivative(p, kappas[i]);
    a += (d * (1 - weights[i] / sum) ** 2) / nu;
  });
  if (a === 0) return { statistic: 0, degreesOfFreedom: [f, f] };
  const f2 = Math.max(1, (f * (f + 2)) / ((d + 2) * a));
  const c = f + 2 * a - (2 * f) / f2;
  return { statistic: total / c, degreesOfFreedom: [f, f2] };
}
