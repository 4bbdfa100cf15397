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

/**
 * WGSL: `logNormalizerAndSlope(κ)` = (-L(κ), -A(κ)), in the form of `floatExpansion` with its coefficients.
 */
export function expansionSource(expansion: FloatExpansion): string {
  const { a, b, near, far, slope } = expansion;
  return `
fn logNormalizerAndSlope(kappa: f32) -> vec2f {
  let ratio = kappa / ${literal(b)};
  let z = select(ratio, ${literal(FARTHEST)}, ratio > ${literal(FARTHEST)});
  let s = sqrt(z * z + 1.0);
  let t = 1.0 / s;
  let q = z / (1.0 + s);
  let q2 = q * q;
  let d = kappa * q;
  let near = d * ${polynomialSource(near, 'q2')};
  let far = d * ${polynomialSource(far, 't')} - ${literal(a)} * log(0.5 * (1.0 + s));
  return -vec2f(select(far, near, t > ${literal(MEETING_T)}), q * ${polynomialSource(slope, 't')});
}`;
}
