/** Measures ε(κ) = log C^(a) - log C for orders K = 0..4, against exact enclosures, and SciPy's beside it. */

import { Decimal } from 'decimal.js';
import { logNormalizer, uniformExpansionErrorBound } from 'von-mises-fisher';
import { logNormalizer as enclosure } from 'von-mises-fisher/reference';
import { type PeerRun, peerLogNormalizer } from '../peers/peerLogNormalizer.ts';

export const DIMENSIONS: readonly number[] = [64, 128, 256, 512, 1024, 2048, 4096];
export const ORDERS: readonly number[] = [0, 1, 2, 3, 4];
export const BOUNDED_ORDERS: readonly number[] = ORDERS.slice(0, 3);
export const CONCENTRATIONS = Array.from({ length: 97 }, (_, i) => 20 + 5 * i);
export const DIGITS = 34;

export interface PointError {
  p: number;
  kappa: number;
  exact: Decimal;
  /** ε for K = 0, 1, ...; nats. */
  errors: number[];
  /** The proven bound on |ε| for K = 0, 1, 2. */
  bounds: number[];
}

/** Largest |ε| over κ of one dimension; `finite` counts the κ where SciPy gives a finite value. */
export interface Summary {
  p: number;
  orders: number[];
  bounds: number[];
  full: number;
  iv: PeerSummary | undefined;
  ive: PeerSummary | undefined;
}

export interface PeerSummary {
  largest: number;
  finite: number;
  of: number;
}

export interface ApproximationErrors {
  points: PointError[];
  summaries: Summary[];
  /** SciPy's unscaled iv at the points, the paper's yardstick. */
  iv: PeerRun | undefined;
  /** "SciPy 1.17.1, run now", or why there is none. */
  yardstick: string;
}

export const difference = (value: number, exact: Decimal): number =>
  new Decimal(value).minus(exact).toNumber();

function measurePoints(): PointError[] {
  return DIMENSIONS.flatMap((p) => {
    const points = CONCENTRATIONS.map((kappa) => {
      const exact = enclosure(p, kappa, { digits: DIGITS }).mid;
      const errors = ORDERS.map((terms) => difference(logNormalizer(p, kappa, { terms }), exact));
      const bounds = BOUNDED_ORDERS.map((terms) => uniformExpansionErrorBound(p, kappa, terms));
      return { p, kappa, exact, errors, bounds };
    });
    console.log(`  fig5: p = ${p}, ${points.length} enclosures to ${DIGITS} digits`);
    return points;
  });
}

function summarisePeer(
  run: PeerRun | undefined,
  points: readonly PointError[],
  p: number,
): PeerSummary | undefined {
  if (run === undefined) return undefined;
  const errors = points.flatMap((point, i) =>
    point.p === p && Number.isFinite(run.values[i]) ? [Math.abs(difference(run.values[i], point.exact))] : [],
  );
  return { largest: Math.max(...errors), finite: errors.length, of: CONCENTRATIONS.length };
}

const largest = (values: readonly number[]): number => values.reduce((a, v) => Math.max(a, Math.abs(v)), 0);

export function measureApproximationErrors(folder: string): ApproximationErrors {
  const points = measurePoints();
  const iv = peerLogNormalizer('scipy-iv', points, `${folder}/peers/fig5.scipy-iv.csv`);
  const ive = peerLogNormalizer('scipy-ive', points, `${folder}/peers/fig5.scipy-ive.csv`);
  const yardstick = iv === undefined ? 'skipped, SciPy is not installed' : `${iv.version}, ${iv.source}`;

  const summaries = DIMENSIONS.map((p): Summary => {
    const own = points.filter((point) => point.p === p);
    return {
      p,
      orders: ORDERS.map((k) => largest(own.map((point) => point.errors[k]))),
      bounds: BOUNDED_ORDERS.map((k) => largest(own.map((point) => point.bounds[k]))),
      full: largest(own.map(({ kappa, exact }) => difference(logNormalizer(p, kappa), exact))),
      iv: summarisePeer(iv, points, p),
      ive: summarisePeer(ive, points, p),
    };
  });
  return { points, summaries, iv, yardstick };
}
