import { logNormalizer } from '../special/logNormalizer.ts';
import { relativeLogNormalizer } from '../special/relativeLogNormalizer.ts';
import {
  chebyshevDerivative,
  chebyshevNodes,
  chebyshevSeries,
  chebyshevValue,
  powersAboutHalf,
  truncated,
} from './chebyshev.ts';

/**
 * L(κ) = log C_p(0) - log C_p(κ) and its derivatives in a form that float32 evaluates to a few ulp.
 *
 * With z = κ/b, s = √(1+z²), t = 1/s ∈ (0, 1], u = 1/(1+s), d = b(s - 1) = κ z u, a = (p-1)/2:
 *
 *   L   = d G(t) - a log1p(d/2b)      L ~ κ²/2p as κ → 0, ~ κ - a log κ as κ → ∞
 *   A   = z u H(t)                    H = (1+t) G - (t - t³) G' - (a/b) t
 *   A'  = t u J(t)                    J = (H - (1-t²) H')/b
 *   A'' = -z t³ u W(t)                W = (J (2+t)/(1+t) + t J')/b
 *
 * The factors before G, H, J, W carry the limits at both ends without cancellation; G, H, J, W are smooth on
 * [0, 1] and become polynomials in t - ½, fitted here in double precision for each p. L subtracts two terms
 * that differ by a factor of three or more.
 *
 * b = p/2 + 2 for the exact function: it moves the branch point κ² = -b² away from the zeros of I_ν, the
 * shortest fits of those tried. b = ν for the K-term form, whose own variable is κ/ν.
 */
export type FloatExpansion = {
  b: number;
  a: number;
  /** Coefficients by powers of t - ½, constant first, of G, H, J and W. */
  powers: readonly (readonly number[])[];
};

const NODES = 48;

/** What the fit may leave out, relative: a fourth of a float32 half-ulp in the value, one in the derivatives. */
const TOLERANCES = [2e-8, 4e-8, 6e-8, 6e-8] as const;

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
  const nodes = chebyshevNodes(NODES);
  const descent = descentFrom(p, terms);
  const shape = nodes.map((t) => {
    const kappa = (b * Math.sqrt((1 - t) * (1 + t))) / t;
    const d = (b * (1 - t)) / t;
    return (descent(kappa) + a * Math.log1p(d / (2 * b))) / d;
  });
  const g = chebyshevSeries(shape);
  const peak = Math.max(...shape.map(Math.abs));
  if (!shape.every(Number.isFinite) || !hasConverged(g, peak)) throw noFloatForm(p, terms);
  const value = truncated(g, NODES * 2 ** -50 * peak);
  const slope = combined(value, (f, df, t) => (1 + t) * f - (t - t ** 3) * df - (a / b) * t);
  const second = combined(slope, (f, df, t) => (f - (1 - t * t) * df) / b);
  const third = combined(second, (f, df, t) => ((f * (2 + t)) / (1 + t) + t * df) / b);
  const powers = [value, slope, second, third].map((series, order) => shortest(series, TOLERANCES[order]));
  if (!powers.slice(0, 2).every(isWellConditioned)) throw noFloatForm(p, terms);
  return { b, a, powers };
}

const noFloatForm = (p: number, terms: number | undefined): RangeError =>
  new RangeError(
    `relativeLogNormalizer: the form of ${terms} terms has no usable value in float32 for p = ${p}, its series is not positive or oscillates; use fewer terms or none`,
  );

/** Whether the last coefficients are below what float32 resolves. */
const hasConverged = (series: readonly number[], peak: number): boolean =>
  series.slice(-4).every((coefficient) => Math.abs(coefficient) <= 1e-8 * peak);

/** Whether Horner's rule loses no more than four bits on [0, 1], by the size of its terms at the ends. */
function isWellConditioned(powers: readonly number[]): boolean {
  const atEnd = (sign: number): number => powers.reduceRight((sum, c) => (sum * sign) / 2 + c, 0);
  const sizes = powers.reduceRight((sum, c) => sum / 2 + Math.abs(c), 0);
  return sizes <= 16 * Math.max(Math.abs(atEnd(1)), Math.abs(atEnd(-1)), Math.abs(powers[0]));
}

/** L(κ) on the host. */
function descentFrom(p: number, terms: number | undefined): (kappa: number) => number {
  if (terms === undefined) return (kappa) => -relativeLogNormalizer(p, kappa);
  const uniform = logNormalizer(p, 0, { terms });
  return (kappa) => uniform - logNormalizer(p, kappa, { terms });
}

/** The series of a function of f, f' and t. */
function combined(
  series: readonly number[],
  of: (value: number, slope: number, t: number) => number,
): number[] {
  const slope = chebyshevDerivative(series);
  const values = chebyshevNodes(NODES).map((t) => of(chebyshevValue(series, t), chebyshevValue(slope, t), t));
  return chebyshevSeries(values);
}

/** The shortest polynomial within a relative tolerance; where the function dips towards 0, of a hundredth of its peak. */
function shortest(series: readonly number[], tolerance: number): number[] {
  const sizes = chebyshevNodes(NODES).map((t) => Math.abs(chebyshevValue(series, t)));
  const scale = Math.max(Math.min(...sizes), Math.max(...sizes) / 100);
  return powersAboutHalf(truncated(series, tolerance * scale));
}
