import type { Polynomial } from '../chebyshev.ts';
import { type FloatExpansion, MEETING_T } from '../floatExpansion.ts';
import { FARTHEST } from '../radialCoordinates.ts';

/** A number as a WGSL literal of float32. */
export const literal = (x: number): string => `${Math.fround(x)}f`;

/** Horner's rule in the order of `polynomialValue`. */
export function polynomialSource({ center, powers }: Polynomial, t: string): string {
  const [constant, ...rest] = powers as [number, ...number[]];
  const x = `(${t} - ${literal(center)})`;
  const inner = rest.reduceRight<string | null>(
    (value, power) => (value === null ? literal(power) : `(${value} * ${x} + ${literal(power)})`),
    null,
  );
  return inner === null ? literal(constant) : `(${inner} * ${x} + ${literal(constant)})`;
}

/** The functions of κ that `floatExpansion` describes. */
export type RadialFunction = 'relativeLogNormalizer' | 'meanResultantLength' | 'meanResultantLengthSlope';

/** WGSL: `value(κ)`, one of the functions in the form of `floatExpansion` with its coefficients. */
export function expansionSource(
  which: RadialFunction,
  { a, b, near, far, slope, second }: FloatExpansion,
): string {
  const results: Record<RadialFunction, string> = {
    relativeLogNormalizer: `
  let d = kappa * q;
  let near = d * ${polynomialSource(near, '(q * q)')};
  let far = d * ${polynomialSource(far, 't')} - ${literal(a)} * log(0.5 * (1.0 + s));
  return 0.0 - select(far, near, t > ${literal(MEETING_T)});`,
    meanResultantLength: `
  return q * ${polynomialSource(slope, 't')};`,
    meanResultantLengthSlope: `
  return t * u * ${polynomialSource(second, 't')};`,
  };
  return `
fn value(kappa: f32) -> f32 {
  let ratio = kappa / ${literal(b)};
  let z = select(ratio, ${literal(FARTHEST)}, ratio > ${literal(FARTHEST)});
  let s = sqrt(z * z + 1.0);
  let t = 1.0 / s;
  let u = 1.0 / (1.0 + s);
  let q = z * u;
  ${results[which]}
}`;
}
