import { logNormalizer } from '../special/logNormalizer.ts';
import { relativeLogNormalizer } from '../special/relativeLogNormalizer.ts';
import {
  type ChebyshevSeries,
  chebyshevDerivative,
  chebyshevSeries,
  chebyshevValue,
  hasConverged,
  type Polynomial,
  shortestPolynomial,
} from './chebyshev.ts';

/**
 * L(κ) = log C_p(0) - log C_p(κ) and its derivatives in a form that float32 evaluates to a few ulp.
 *
 * With z = κ/b, s = √(1+z²), t = 1/s ∈ (0, 1], u = 1/(1+s), q = z u, d = b(s - 1) = κ q, a = (p-1)/2:
 *
 *   L   = d N(q²)                      for t > ½;  L ~ κ²/2p as κ → 0
 *   L   = d F(t) - a log((1+s)/2)      for t <= ½; L ~ κ - a log κ as κ → ∞
 *   A   = q H(t)
 *   A'  = t u J(t)
 *   A'' = -q t³ W(t)
 *
 * The factors carry the limits at both ends without cancellation. N, F, H, J, W are smooth and become
 * polynomials, fitted here in double precision for each p. Near κ = 0 no logarithm is taken: log and log1p
 * of a backend may be good to an absolute error only (log1p on wasm is log(1+x); WGSL allows 2^-21 near 1).
 *
 * With F continued to [0, 1] the others follow by differentiation:
 *   N = F - a log((1+s)/2)/d
 *   H = (1+t) F - (t - t³) F' - (a/b) t,   J = (H - (1-t²) H')/b,   W = (J (2+t)/(1+t) + t J')/b
 *
 * b = p/2 + 2 for the exact function: it moves the branch point κ² = -b² away from the zeros of I_ν, and
 * gave the shortest fits of those tried. b = ν for the K-term form, whose own variable is κ/ν.
 */
export type FloatExpansion = {
  b: number;
  a: number;
  /** N, by powers of q² about its center. */
  near: Polynomial;
  /** F, H, J, W, by powers of t about theirs. */
  far: Polynomial;
  slope: Polynomial;
  second: Polynomial;
  third: Polynomial;
};

/** t at which the two forms of L meet, and q² = (1-t)/(1+t) there. */
export const MEETING_T: number = 1 / 2;
const MEETING_Q2 = 1 / 3;

/** What the fits may leave out, relative: a third of a float32 half-ulp in L, one in the derivatives. */
const VALUE_TOLERANCE = 2e-8;
const SLOPE_TOLERANCE = 4e-8;
const HIGHER_TOLERANCE = 6e-8;

const known = new Map<string, FloatExpansion>();

/** The expansion for a dimension, of the exact function or of its K-term form; fitted once. */
export function floatExpansion(p: number, terms?: number): FloatExpansion {
  const key = `${p}/${terms ?? 'exact'}`;
  const found = known.get(key) ?? fitted(p, terms);
  known.set(key, found);
  return found;
}

function fitted(p: number, terms: number | undefined): FloatExpansion {
  const b = terms === undefined ? p / 2 + 2 : p / 2 - 1;
  const a = (p - 1) / 2;
  const descent = descentFrom(p, terms);
  /** log((1+s)/2)/d */
  const logarithmShare = (t: number): number => Math.log1p((1 - t) / (2 * t)) / ((b * (1 - t)) / t);
  const whole = chebyshevSeries(
    (t) => descent((b * Math.sqrt((1 - t) * (1 + t))) / t) / ((b * (1 - t)) / t) + a * logarithmShare(t),
    0,
    1,
  );
  if (!hasConverged(whole, 1e-8)) throw noFloatForm(p, terms);
  const near = chebyshevSeries(
    (q2) => {
      const t = (1 - q2) / (1 + q2);
      return chebyshevValue(whole, t) - a * logarithmShare(t);
    },
    0,
    MEETING_Q2,
  );
  const far = chebyshevSeries((t) => chebyshevValue(whole, t), 0, MEETING_T);
  const slope = combined(whole, (f, df, t) => (1 + t) * f - (t - t ** 3) * df - (a / b) * t);
  const second = combined(slope, (f, df, t) => (f - (1 - t * t) * df) / b);
  const third = combined(second, (f, df, t) => ((f * (2 + t)) / (1 + t) + t * df) / b);
  const expansion: FloatExpansion = {
    b,
    a,
    near: shortestPolynomial(near, VALUE_TOLERANCE),
    far: shortestPolynomial(far, VALUE_TOLERANCE),
    slope: shortestPolynomial(slope, SLOPE_TOLERANCE),
    second: shortestPolynomial(second, HIGHER_TOLERANCE),
    third: shortestPolynomial(third, HIGHER_TOLERANCE),
  };
  if (!isWellConditioned(expansion.slope)) throw noFloatForm(p, terms);
  return expansion;
}

const noFloatForm = (p: number, terms: number | undefined): RangeError =>
  new RangeError(
    `relativeLogNormalizer: the form of ${terms} terms has no usable value in float32 for p = ${p}, its series is not positive or oscillates; use fewer terms or none`,
  );

/** L(κ) on the host. */
function descentFrom(p: number, terms: number | undefined): (kappa: number) => number {
  if (terms === undefined) return (kappa) => -relativeLogNormalizer(p, kappa);
  const uniform = logNormalizer(p, 0, { terms });
  return (kappa) => uniform - logNormalizer(p, kappa, { terms });
}

/** The series of a function of f, f' and t. */
function combined(
  series: ChebyshevSeries,
  of: (value: number, slope: number, t: number) => number,
): ChebyshevSeries {
  const slope = chebyshevDerivative(series);
  return chebyshevSeries((t) => of(chebyshevValue(series, t), chebyshevValue(slope, t), t), 0, 1);
}

/** Whether Horner's rule loses no more than five bits on [0, 1], by the size of its terms at the ends. */
function isWellConditioned({ powers }: Polynomial): boolean {
  const at = (x: number): number => powers.reduceRight((sum, c) => sum * x + c, 0);
  const sizes = powers.reduceRight((sum, c) => sum / 2 + Math.abs(c), 0);
  return sizes <= 32 * Math.max(Math.abs(at(0.5)), Math.abs(at(-0.5)), Math.abs(powers[0]));
}
