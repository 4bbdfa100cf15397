import { chiSquaredTail } from './chiSquaredTail.ts';
import type { FitComponent } from './FitComponent.ts';
import type { TangentSums } from './tangentSums.ts';

/**
 * Whether the parts across the mean direction lean to one side with growing distance from it.
 *
 *   d |Σ (tᵢ - t̃) Zᵢ|²/Σ (tᵢ - t̃)²|Zᵢ|²(1 + wᵢ) ~ χ²_d,   t̃ = Σ tᵢ|Zᵢ|²/Σ |Zᵢ|²,  d = p - 1
 *
 * Given the mean direction and the cosines tᵢ, the directions of Zᵢ under a von Mises-Fisher law are uniform in d
 * dimensions, but for Σ Zᵢ = 0. t̃ makes the sum uncorrelated with Σ Zᵢ, and wᵢ = |Zᵢ|² Σ|Z|²/((Σ|Z|²)² - Σ|Z|⁴) is
 * what the correlation between the Zᵢ adds to its mean square.
 */
export function tangentSkewness(p: number, sums: TangentSums): FitComponent {
  const { complements, squares, plain, byComplement } = sums;
  let total = 0;
  let second = 0;
  let weighted = 0;
  squares.forEach((square, i) => {
    total += square;
    second += square * square;
    weighted += complements[i] * square;
  });
  const centre = weighted / total;
  let scale = 0;
  squares.forEach((square, i) => {
    scale += (complements[i] - centre) ** 2 * square * (1 + (square * total) / (total * total - second));
  });
  let length = 0;
  byComplement.forEach((value, j) => {
    length += (value - centre * plain[j]) ** 2;
  });
  const d = p - 1;
  const statistic = scale > 0 ? (d * length) / scale : 0;
  return { statistic, degreesOfFreedom: d, ...chiSquaredTail(d, statistic) };
}
