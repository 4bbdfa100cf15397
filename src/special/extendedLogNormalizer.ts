/**
 * log C_p(κ) where the fast path's 2^-68 of the largest term is not enough: p in the thousands and
 * more, near the κ at which log C_p crosses zero.
 *
 * The same expansion as debye.ts, with r to three doubles, the logarithms to two (log 2 and log 2π to
 * three), all products exact and one exact sum. Error below 2^-104 (p/2) + 2^-54 |log C_p|, that is
 * below 3e-17 absolute at p = 1e15.
 */
import { LN2, LOG_2PI } from '../kernels/logarithmTable.ts';
import { debyeSum } from './debye.ts';
import { dd, logarithm, logarithmParts, productError, squareError, sumError } from './doubleDouble.ts';
import { exactSum } from './exactSum.ts';

/** √(n² + κ²) as three doubles. */
function radius(n: number, kappa: number): [number, number, number] {
  const squares = (x: number): [number, number] => [x * x, squareError(x, x * x)];
  const sum = [...squares(n), ...squares(kappa)];
  const high = Math.sqrt(n * n + kappa * kappa);
  const without = squares(high).map((part) => -part);
  const middle = exactSum([...sum, ...without]) / (2 * high);
  const cross = -2 * high * middle;
  const crossError = -2 * productError(high, middle, high * middle);
  const low = (exactSum([...sum, ...without, cross, crossError]) - middle * middle) / (2 * high);
  return [high, middle, low];
}

/** The exact pieces of a·b, ready for exactSum. */
const product = (a: number, b: number): [number, number] => [a * b, productError(a, b, a * b)];

/** The terms of n log(n + r) - r + ½ log r - Σ_j D_j(s) r^-j, ready for exactSum. */
function expansionTerms(n: number, kappa: number): number[] {
  const [high, middle, low] = radius(n, kappa);
  const reach = n + high;
  const reachMiddle = sumError(n, high, reach) + middle;
  const reachLow = sumError(sumError(n, high, reach), middle, reachMiddle) + low;
  const log = logarithmParts(dd(reach, reachMiddle));
  const halfLog = logarithm(dd(high, middle));
  const times = product(n, log.integer);
  return [
    ...times.flatMap((part) => [...product(part, LN2[0]), ...product(part, LN2[1]), part * LN2[2]]),
    ...product(n, log.rest.hi),
    ...product(n, log.rest.lo),
    (n * reachLow) / reach,
    -high,
    -middle,
    -low,
    halfLog.hi / 2,
    halfLog.lo / 2,
    -debyeSum(n, high),
  ];
}

/** log C_p(κ) for ν = p/2 - 1 in the expansion's region and κ <= 1e150. */
export function extendedLogNormalizer(nu: number, kappa: number): number {
  const factor = nu + 0.5;
  const constant = [
    ...product(factor, -LOG_2PI[0]),
    ...product(factor, -LOG_2PI[1]),
    factor * -LOG_2PI[2],
    ...product(sumError(nu, 0.5, factor), -LOG_2PI[0]),
  ];
  return exactSum([...expansionTerms(nu, kappa), ...constant]);
}

/** log I_ν(x) = ν log x - ½ log 2π - (n log(n + r) - r + ...), same region. */
export function extendedLogBesselI(nu: number, x: number): number {
  const log = logarithmParts(dd(x));
  const power = product(nu, log.integer).flatMap((part) => [
    ...product(part, LN2[0]),
    ...product(part, LN2[1]),
    part * LN2[2],
  ]);
  return exactSum([
    ...expansionTerms(nu, x).map((term) => -term),
    ...power,
    ...product(nu, log.rest.hi),
    ...product(nu, log.rest.lo),
    -LOG_2PI[0] / 2,
    -LOG_2PI[1] / 2,
  ]);
}
