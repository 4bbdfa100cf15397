import { chiSquaredTail } from './chiSquaredTail.ts';
import type { FitComponent } from './FitComponent.ts';
import type { TangentSums } from './tangentSums.ts';

/**
 * Whether the parts across the mean direction spread more one way than another.
 *
 *   Q = Σ_{i≠j} (ZᵢᵀZⱼ - Nᵢⱼ)²,   Nᵢⱼ = -|Zᵢ|²|Zⱼ|² Σ|Z|²/((Σ|Z|²)² - Σ|Z|⁴)
 *
 * Bingham's test of uniformity with each direction weighted by |Zᵢ|². Given the mean direction and the cosines tᵢ, the
 * directions of Zᵢ under a von Mises-Fisher law are uniform in d = p - 1 dimensions, but for Σ Zᵢ = 0. Were they free,
 * (ZᵢᵀZⱼ)² would have the mean |Zᵢ|²|Zⱼ|²/d and the variance 2(d-1)/(d²(d+2)) |Zᵢ|⁴|Zⱼ|⁴, uncorrelated between pairs.
 * That they sum to zero gives ZᵢᵀZⱼ the mean Nᵢⱼ to first order, which matters as soon as p is not small beside n.
 *
 * Q, centred and scaled, is compared with a chi-squared variable of f degrees of freedom so centred and scaled,
 * 1/√f = √(2/((d-1)(d+2))) + b √(2/(n(n-1))): the sum of the skewness that Q has for many rows and of that of its
 * n(n-1)/2 pairs, √8 b the skewness of one. Nothing to test at p = 2.
 */
export function tangentEllipticity(p: number, sums: TangentSums): FitComponent {
  const { squares, bySquare, gramSquares } = sums;
  const n = squares.length;
  const d = p - 1;
  let total = 0;
  let second = 0;
  let fourth = 0;
  for (const square of squares) {
    total += square;
    second += square * square;
    fourth += square ** 4;
  }
  // Nᵢⱼ = -share |Zᵢ|²|Zⱼ|²
  const share = total / (total * total - second);
  let along = 0;
  for (const value of bySquare) along += value * value;
  let cubes = 0;
  for (const square of squares) cubes += square ** 3;
  // Off the diagonal: G², 2GN and N² sum to what they do everywhere less what they do on it.
  const expectedSquares = share * share * (second * second - fourth);
  const observed = gramSquares - second + 2 * share * (along - cubes) + expectedSquares;
  const mean = (total * total - second + expectedSquares) / d;
  const variance = (4 * (d - 1) * (second * second - fourth)) / (d * d * (d + 2));
  // The skewness of the square of one coordinate of a direction, Beta(½, (d-1)/2), over √8.
  const pairSkewness = ((d - 2) * Math.sqrt(d + 2)) / ((d + 4) * Math.sqrt(d - 1));
  const f = (Math.sqrt(2 / ((d - 1) * (d + 2))) + pairSkewness * Math.sqrt(2 / (n * (n - 1)))) ** -2;
  const statistic =
    variance > 0 ? Math.max(0, f + (Math.sqrt(2 * f) * (observed - mean)) / Math.sqrt(variance)) : f;
  return { statistic, degreesOfFreedom: f, ...chiSquaredTail(f, statistic) };
}
