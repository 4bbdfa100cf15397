import type { Decimal } from 'decimal.js';
import type { EnclosureOptions } from './Enclosure.ts';
import { exactDecimal } from './exactDecimal.ts';
import type { Interval, IntervalArithmetic } from './IntervalArithmetic.ts';

export type Value = number | string | Decimal;

/** What one call asks of the power series of I_ν(x), with the words to speak of it in errors. */
export interface BesselProblem {
  readonly caller: string;
  readonly orderName: 'p' | 'nu';
  readonly argumentName: 'kappa' | 'x';
  /** p or ν, exact. */
  readonly order: Decimal;
  readonly orderText: string;
  /** κ or x, exact. */
  readonly argument: Decimal;
  readonly argumentText: string;
  /** ν as a double, for estimates of cost only. */
  readonly nu: number;
  /** a = ν + 1. */
  readonly a: (arithmetic: IntervalArithmetic) => Interval;
  readonly digits: number;
  readonly maxTerms: number;
}

const DEFAULT_DIGITS = 34;
const DEFAULT_MAX_TERMS = 200_000;

/** Squares and ratios of arguments stay far from the exponents at which decimal.js rounds to 0. */
const LEAST_EXPONENT = -1_000_000;

/** The checked arguments (p, kappa, options) of a von Mises-Fisher quantity. */
export function dimensionProblem(
  caller: string,
  p: Value,
  kappa: Value,
  options: EnclosureOptions,
): BesselProblem {
  const order = withinDoubles(caller, 'p', p);
  if (order.lt(1)) throw new RangeError(`${caller}: p must be at least 1, got ${p}`);
  return {
    caller,
    orderName: 'p',
    argumentName: 'kappa',
    order,
    orderText: String(p),
    argument: nonNegative(caller, 'kappa', kappa),
    argumentText: String(kappa),
    nu: order.toNumber() / 2 - 1,
    a: (arithmetic) => arithmetic.multiply(arithmetic.of(order), arithmetic.of(0.5)),
    ...readOptions(caller, options),
  };
}

/** The checked arguments (nu, x, options) of a Bessel function. */
export function orderProblem(caller: string, nu: Value, x: Value, options: EnclosureOptions): BesselProblem {
  const order = withinDoubles(caller, 'nu', nu);
  if (order.lt(-0.5)) throw new RangeError(`${caller}: nu must be at least -0.5, got ${nu}`);
  const argument = nonNegative(caller, 'x', x);
  if (argument.isZero() && !order.isZero()) {
    throw new RangeError(`${caller}: x must be positive unless nu = 0, got 0 with nu = ${nu}`);
  }
  return {
    caller,
    orderName: 'nu',
    argumentName: 'x',
    order,
    orderText: String(nu),
    argument,
    argumentText: String(x),
    nu: order.toNumber(),
    a: (arithmetic) => arithmetic.add(arithmetic.of(order), arithmetic.of(1)),
    ...readOptions(caller, options),
  };
}

function nonNegative(caller: string, name: string, value: Value): Decimal {
  const exact = withinDoubles(caller, name, value);
  if (exact.lt(0)) throw new RangeError(`${caller}: ${name} must be at least 0, got ${value}`);
  if (!exact.isZero() && exact.e < LEAST_EXPONENT) {
    throw new RangeError(`${caller}: ${name} must be 0 or at least 1e${LEAST_EXPONENT}, got ${value}`);
  }
  return exact;
}

/** Estimates of cost are made in doubles, so what is beyond their range is refused. */
function withinDoubles(caller: string, name: string, value: Value): Decimal {
  const exact = exactDecimal(caller, name, value);
  if (exact.gt(exactDecimal(caller, name, Number.MAX_VALUE))) {
    throw new RangeError(`${caller}: ${name} must be at most ${Number.MAX_VALUE}, got ${value}`);
  }
  return exact;
}

function readOptions(caller: string, options: EnclosureOptions): { digits: number; maxTerms: number } {
  if (typeof options !== 'object' || options === null) {
    throw new TypeError(
      `${caller}: options must be an object, got ${options === null ? 'null' : typeof options}`,
    );
  }
  return {
    digits: integerOption(caller, 'digits', options.digits ?? DEFAULT_DIGITS, 1000),
    maxTerms: integerOption(caller, 'maxTerms', options.maxTerms ?? DEFAULT_MAX_TERMS, 1e8),
  };
}

function integerOption(caller: string, name: string, value: unknown, limit: number): number {
  if (typeof value !== 'number') {
    throw new TypeError(`${caller}: ${name} must be a number, got ${value === null ? 'null' : typeof value}`);
  }
  if (!Number.isInteger(value) || value < 1 || value > limit) {
    throw new RangeError(`${caller}: ${name} must be an integer in [1, ${limit}], got ${value}`);
  }
  return value;
}
