/**
 * The two-sided Kolmogorov-Smirnov test that `probabilities`, the cdf at each draw, are uniform: the p-value by
 * Kolmogorov's limit with M. A. Stephens's correction for finite n.
 */
export function kolmogorovSmirnov(probabilities: ArrayLike<number>): number {
  const sorted = Float64Array.from(probabilities).sort();
  const n = sorted.length;
  let distance = 0;
  for (let i = 0; i < n; i++) distance = Math.max(distance, sorted[i] - i / n, (i + 1) / n - sorted[i]);
  if (!(distance <= 1)) return Number.NaN; // a probability is NaN
  const x = distance * (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n));
  if (x < 0.3) return 1;
  let sum = 0;
  for (let k = 1; k <= 100; k++) sum += (k % 2 === 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
  return Math.min(1, sum);
}
