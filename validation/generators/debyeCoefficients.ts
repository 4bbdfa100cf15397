/**
 * Writes src/special/debyeCoefficients.ts: the coefficients of the uniform (Debye) expansion of
 * I_ν, computed as exact rationals by the recurrence DLMF 10.41.9 and rounded once to double.
 *
 *     npx tsx validation/generators/debyeCoefficients.ts            writes the file
 *     npx tsx validation/generators/debyeCoefficients.ts --check    compares it, exit status 1 if it differs
 *
 * U_0 = 1,  U_{k+1}(t) = t²(1-t²)/2 · U_k'(t) + 1/8 ∫₀ᵗ (1-5x²) U_k(x) dx.
 * U_k has only the powers t^k, t^(k+2), ..., t^(3k), so it is kept as t^k · P_k(t²).
 * The logarithm of the series, log Σ U_k ν^-k = Σ D_k ν^-k, has the same shape: D_k = t^k · Q_k(t²).
 */
import { writeOrCheck } from './writeOrCheck.ts';

const HIGHEST_U = 21; // orders 0..20 for use, 21 for the error bound of order 20
const HIGHEST_D = 20;

interface Rational {
  readonly n: bigint;
  readonly d: bigint;
}

const gcd = (a: bigint, b: bigint): bigint => (b === 0n ? a : gcd(b, a % b));

function rational(n: bigint, d = 1n): Rational {
  const divisor = gcd(n < 0n ? -n : n, d) || 1n;
  return { n: n / divisor, d: d / divisor };
}

const plus = (a: Rational, b: Rational): Rational => rational(a.n * b.d + b.n * a.d, a.d * b.d);
const times = (a: Rational, b: Rational): Rational => rational(a.n * b.n, a.d * b.d);
const zero = rational(0n);

/** The double nearest to a rational: 80 quotient bits with a sticky bit, rounded once by Number(). */
function toDouble({ n, d }: Rational): number {
  if (n === 0n) return 0;
  const magnitude = n < 0n ? -n : n;
  const shift = 80 - (magnitude.toString(2).length - d.toString(2).length);
  const [scaledN, scaledD] = shift >= 0 ? [magnitude << BigInt(shift), d] : [magnitude, d << BigInt(-shift)];
  const quotient = scaledN / scaledD;
  const sticky = scaledN % scaledD === 0n ? 0n : 1n;
  const value = Number((quotient << 1n) | sticky) * 2 ** (-shift - 1);
  return n < 0n ? -value : value;
}

/** Coefficients of P_0, ..., P_highest: P_k[i] multiplies t^(k+2i) in U_k(t). */
function uniformExpansion(highest: number): Rational[][] {
  const all: Rational[][] = [[rational(1n)]];
  for (let k = 0; k < highest; k++) {
    const next: Rational[] = Array.from({ length: k + 2 }, () => zero);
    all[k].forEach((c, i) => {
      const power = BigInt(k + 2 * i);
      // t²(1-t²)/2 · c·power·t^(power-1): adds at t^(power+1) and, negated, at t^(power+3).
      const derivative = times(c, rational(power, 2n));
      // 1/8 ∫ (1-5x²) c x^power: adds at t^(power+1) and t^(power+3).
      const low = times(c, rational(1n, 8n * (power + 1n)));
      const high = times(c, rational(-5n, 8n * (power + 3n)));
      next[i] = plus(next[i], plus(derivative, low));
      next[i + 1] = plus(next[i + 1], plus(times(derivative, rational(-1n)), high));
    });
    all.push(next);
  }
  return all;
}

/** Coefficients of Q_1, ...: k·U_k = Σ_{j=1..k} j D_j U_{k-j}, from differentiating exp(log ·). */
function logarithmOf(series: Rational[][], highest: number): Rational[][] {
  const logarithm: Rational[][] = [[]];
  for (let k = 1; k <= highest; k++) {
    const next = series[k].slice();
    for (let j = 1; j < k; j++) {
      const weight = rational(BigInt(-j), BigInt(k));
      logarithm[j].forEach((a, ia) => {
        series[k - j].forEach((b, ib) => {
          next[ia + ib] = plus(next[ia + ib], times(weight, times(a, b)));
        });
      });
    }
    logarithm.push(next);
  }
  return logarithm;
}

/** Coefficients of q(s + 1), by repeated synthetic division. */
function taylorShiftByOne(coefficients: bigint[]): bigint[] {
  const shifted = coefficients.slice();
  for (let start = 0; start < shifted.length; start++) {
    for (let i = shifted.length - 2; i >= start; i--) shifted[i] += shifted[i + 1];
  }
  return shifted;
}

function signChanges(coefficients: bigint[]): number {
  const signs = coefficients.filter((c) => c !== 0n).map((c) => c > 0n);
  return signs.filter((positive, i) => i > 0 && positive !== signs[i - 1]).length;
}

interface Turn {
  readonly t: number;
  readonly value: number;
}

/** The stationary points of U_k in (0, 1), isolated by exact sign changes and bisected to 2^-90; then t = 1. */
function turningPoints(polynomial: Rational[], k: number): Turn[] {
  const common = polynomial.reduce((lcm, c) => (lcm / gcd(lcm, c.d)) * c.d, 1n);
  const slope = polynomial.map((c, i) => c.n * (common / c.d) * BigInt(k + 2 * i));
  // Sign of Σ slope_i s^i at s = numerator / 2^bits, in exact integers.
  const sign = (numerator: bigint, bits: bigint): number => {
    let sum = 0n;
    for (let i = slope.length - 1, weight = 0n; i >= 0; i--, weight += bits) {
      sum = sum * numerator + (slope[i] << weight);
    }
    return sum > 0n ? 1 : sum < 0n ? -1 : 0;
  };
  const turns: Turn[] = [];
  const gridBits = 14n;
  for (let cell = 0n; cell < 1n << gridBits; cell++) {
    let [low, bits] = [cell, gridBits];
    const lowSign = sign(low, bits);
    if (lowSign * sign(low + 1n, bits) >= 0) continue;
    while (bits < 90n) {
      [low, bits] = [low * 2n, bits + 1n];
      if (sign(low + 1n, bits) === lowSign) low += 1n;
    }
    const s = rational(low, 1n << bits);
    const value = polynomial.reduceRight((sum, c) => plus(times(sum, s), c), zero);
    const t = Math.sqrt(toDouble(s));
    turns.push({ t, value: t ** k * toDouble(value) });
  }
  // The slope has degree k in s; those roots not found lie beyond s = 1, at most as many as the
  // slope's Taylor coefficients at s = 1 change sign (Budan's theorem), so none is missing inside.
  if (turns.length + signChanges(taylorShiftByOne(slope)) !== k) {
    throw new Error(`U_${k}: ${turns.length} turning points found in (0, 1), not shown to be all`);
  }
  const atOne = polynomial.reduce(plus, zero);
  return [...turns, { t: 1, value: toDouble(atOne) }];
}

const row = (values: number[]): string => `  [${values.join(', ')}],`;

function render(): string {
  const u = uniformExpansion(HIGHEST_U);
  const d = logarithmOf(u, HIGHEST_D);
  const turns = u.slice(1).map((polynomial, index) => turningPoints(polynomial, index + 1));
  const table = (rows: string[]): string => `[\n${rows.join('\n')}\n]`;
  return `/**
 * Coefficients of the uniform (Debye) expansion of I_ν, DLMF 10.41.3 and 10.41.9.
 *
 * Generated by validation/generators/debyeCoefficients.ts from exact rationals, each rounded once
 * to the nearest double. Do not edit: change the generator and run it again.
 */

type Rows = readonly (readonly number[])[];

/** U_k(t) = t^k Σ_i debyeU[k][i] t^(2i), k = 0, ..., ${HIGHEST_U}. */
export const debyeU: Rows = ${table(u.map((polynomial) => row(polynomial.map(toDouble))))};

/** log Σ_k U_k(t) ν^-k = Σ_j D_j(t) ν^-j with D_j(t) = t^j Σ_i debyeD[j][i] t^(2i), j = 1, ..., ${HIGHEST_D}. */
export const debyeD: Rows = ${table(d.map((polynomial) => row(polynomial.map(toDouble))))};

/** The stationary points of U_k in 0 < t < 1 in increasing order, then t = 1: U_k is monotone between them. */
export const debyeTurningPoints: Rows = ${table([[], ...turns].map((list) => row(list.map(({ t }) => t))))};

/** U_k at the points of debyeTurningPoints. */
export const debyeTurningValues: Rows = ${table([[], ...turns].map((list) => row(list.map(({ value }) => value))))};
`;
}

const text = render();
writeOrCheck('src/special/debyeCoefficients.ts', text);
