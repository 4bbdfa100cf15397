import { tableExponential } from './tableExponential.ts';

/**
 * What the row samplers need of (μ, κ), computed once; + - * / and square roots only, and tableExponential.
 *
 *   p       distribution of t = μ·x
 *   2       `b`, `half`: Best and Fisher's envelope, which is Wood's at p = 2
 *   3       `kappa`, `mass`: the inverse cdf
 *   >= 4    `b`, `half`, `shape`, `slope`: Wood's envelope by two gamma variates
 */
export interface RowPlan {
  readonly p: number;
  /** μ; for p = 2 and 3 the vectors follow that complete it to an orthonormal frame. */
  readonly frame: Float64Array;
  readonly kappa: number;
  /** b = (p - 1)/(2κ + √(4κ² + (p - 1)²)), in [0, 1]. */
  readonly b: number;
  /** (1 - b)/2 */
  readonly half: number;
  /** a - 1/3 for gamma variates of shape a = (p - 1)/2. */
  readonly shape: number;
  /** 1/√(9 (a - 1/3)) */
  readonly slope: number;
  /** 1 - e^(-2κ); 0 stands for κ so small that t is uniform to the last digit. */
  readonly mass: number;
}

/** Below this κ the law of t at p = 3 differs from the uniform one by less than 2^-56. */
const LEAST_KAPPA = 2 ** -57;

export function rowPlan(mu: Float64Array, kappa: number): RowPlan {
  const p = mu.length;
  const b = envelope(p, kappa);
  const shape = (p - 1) / 2 - 1 / 3;
  return {
    p,
    frame: frameOf(mu),
    kappa,
    b,
    half: (1 - b) / 2,
    shape,
    slope: 1 / Math.sqrt(9 * shape),
    mass: kappa < LEAST_KAPPA ? 0 : massWithin(kappa),
  };
}

/** b in the form that neither overflows nor loses digits. */
function envelope(p: number, kappa: number): number {
  const most = (p - 1) / 2;
  if (kappa <= most) {
    const q = kappa / most;
    return 1 / (q + Math.sqrt(1 + q * q));
  }
  const q = most / kappa;
  return q / (1 + Math.sqrt(1 + q * q));
}

/** 1 - e^(-2κ) to its last digits: for small κ by its series. */
function massWithin(kappa: number): number {
  const x = 2 * kappa;
  if (x > 0.125) return 1 - tableExponential(-x);
  let sum = 0;
  for (let k = 10; k >= 1; k--) sum = (1 - sum) * (x / k);
  return sum;
}

/** μ, and for p = 2 and 3 what completes it. T. Duff et al., J. Comput. Graph. Tech. 6(1), 2017, for p = 3. */
function frameOf(mu: Float64Array): Float64Array {
  const [x, y, z] = mu;
  if (mu.length === 2) return Float64Array.of(x, y, -y, x);
  if (mu.length > 3) return mu;
  const sign = z >= 0 ? 1 : -1;
  const a = -1 / (sign + z);
  const b = x * y * a;
  return Float64Array.of(x, y, z, 1 + sign * x * x * a, sign * b, -sign * x, b, sign + y * y * a, -y);
}
