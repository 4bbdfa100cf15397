import { CosineLaw } from '../cosine/CosineLaw.ts';
import { rowPlan } from '../kernels/rowPlan.ts';
import { drawRow } from '../kernels/twins/drawRow.ts';
import { emptyRow } from '../kernels/twins/Row.ts';
import { bitsOf, type Random } from '../random.ts';
import { meanResultantLengthComplement } from '../special/meanResultantLength.ts';

export interface GradientRows {
  /** Rows of p: the draws x, those of sampleRows. */
  readonly samples: Float64Array;
  /** Rows of p: ∂x/∂κ, tangent to the sphere at x. */
  readonly gradients: Float64Array;
}

/**
 * `n` reparameterised draws: x and ∂x/∂κ, by which the gradient of an expectation is that of the draws,
 *
 *   d/dκ E f(x) = E ∇f(x)·∂x/∂κ
 *
 * without bias, rejection or not: the gradient is implicit. With t = μ·x and F its cdf, u = F(t; κ) and the
 * tangent v are held, so
 *
 *   ∂x/∂κ = ∂t/∂κ (μ - t v/√(1 - t²)),   ∂t/∂κ = -(∂F/∂κ)/f.
 *
 * ∂t/∂κ has the factor 1 - t², which is taken out: nothing is singular at t = ±1. The draws are, bit for bit, those
 * of sampleRows; the gradients, which decide no draw, may differ in the last digits from engine to engine.
 *
 * M. Figurnov, S. Mohamed and A. Mnih, Implicit reparameterization gradients, NeurIPS 2018, eq. 6.
 */
export function sampleRowsWithGradient(
  mu: Float64Array,
  kappa: number,
  n: number,
  random: Random,
  law: CosineLaw = new CosineLaw(mu.length, kappa),
): GradientRows {
  const p = mu.length;
  const plan = rowPlan(mu, kappa);
  const bits = bitsOf('samplesWithGradient', random);
  const samples = new Float64Array(n * p);
  const gradients = new Float64Array(n * p);
  const row = emptyRow(p);
  const { tangent } = row;
  for (let first = 0; first < samples.length; first += p) {
    drawRow(plan, bits, row);
    const { complement, scale, along } = row;
    const t = 1 - complement;
    const share = t - scale * along;
    for (let i = 0; i < p; i++) samples[first + i] = scale * tangent[i] + share * mu[i];

    const rate = rateOf(law, t);
    let square = 0; // 1 - t², as exact as the draw has it at either end
    for (let i = 0; i < p; i++) {
      tangent[i] = scale * (tangent[i] - along * mu[i]);
      square += tangent[i] * tangent[i];
    }
    for (let i = 0; i < p; i++) gradients[first + i] = rate * (square * mu[i] - t * tangent[i]);
  }
  return { samples, gradients };
}

/** (∂t/∂κ)/(1 - t²), with its limits (1 ∓ A)/(p - 1) at t = ±1. */
function rateOf(law: CosineLaw, t: number): number {
  if (Math.abs(t) < 1) return law.kappaDerivative(t) / ((1 - t) * (1 + t));
  const complement = meanResultantLengthComplement(law.p, law.kappa);
  return (t > 0 ? complement : 2 - complement) / (law.p - 1);
}
