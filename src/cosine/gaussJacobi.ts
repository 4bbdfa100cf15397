/**
 * Gauss's rule of POINTS points on [0, 1] for integrands x^β G(x), G smooth and 0 <= β < 1, with the factor
 * x^-β put into the weights: the integrand itself is summed, whatever power it starts with.
 *
 * Nodes are the zeros of the Jacobi polynomial P_n^(0,β)(2x - 1), by Newton's method from the start that
 * DLMF 18.16(ii) suggests; weights x^-β / ((1 - s²) P_n'(s)²), s = 2x - 1 (DLMF 3.5(v), α = 0). β = 0 is
 * Legendre's rule.
 */

export const POINTS = 32;

export interface GaussRule {
  /** Distances from the end where x = 0, increasing. */
  readonly fromEnd: Float64Array;
  /** 1 minus the same. */
  readonly fromStart: Float64Array;
  readonly weights: Float64Array;
}

/** P_n^(0,β)(s) and its derivative by the recurrences of DLMF 18.9(i) and 18.9(iii). */
function jacobi(n: number, beta: number, s: number): [number, number] {
  let before = 1;
  let here = (-beta + (2 + beta) * s) / 2;
  for (let k = 1; k < n; k++) {
    const sum = 2 * k + beta;
    const a = 2 * (k + 1) * (k + beta + 1) * sum;
    const b = (sum + 1) * ((sum + 2) * sum * s - beta * beta);
    const c = 2 * k * (k + beta) * (sum + 2);
    const next = (b * here - c * before) / a;
    before = here;
    here = next;
  }
  const sum = 2 * n + beta;
  const slope = (n * (-beta - sum * s) * here + 2 * n * (n + beta) * before) / (sum * (1 - s * s));
  return [here, slope];
}

function build(beta: number): GaussRule {
  const fromEnd = new Float64Array(POINTS);
  const fromStart = new Float64Array(POINTS);
  const weights = new Float64Array(POINTS);
  let total = 0;
  for (let i = 0; i < POINTS; i++) {
    let s = -Math.cos((Math.PI * (i + 0.75 + beta / 2)) / (POINTS + (1 + beta) / 2));
    for (let step = 0; step < 8; step++) {
      const [value, slope] = jacobi(POINTS, beta, s);
      const change = value / slope;
      s -= change;
      if (Math.abs(change) < 1e-16) break;
    }
    const slope = jacobi(POINTS, beta, s)[1];
    fromEnd[i] = (1 + s) / 2;
    fromStart[i] = (1 - s) / 2;
    const weight = 1 / ((1 - s) * (1 + s) * slope * slope);
    weights[i] = weight * fromEnd[i] ** -beta;
    total += weight;
  }
  // The rounding of the recurrence is much the same for all: ∫ x^β dx = 1/(1 + β) takes it out.
  for (let i = 0; i < POINTS; i++) weights[i] /= total * (1 + beta);
  return { fromEnd, fromStart, weights };
}

let legendre: GaussRule | undefined;

export function gaussJacobi(beta: number): GaussRule {
  if (beta !== 0) return build(beta);
  legendre ??= build(0);
  return legendre;
}
