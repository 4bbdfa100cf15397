/** Rows from a mixture and a mixture to start EM from; one iteration of EM by the public function. */
import { VonMisesFisher } from 'von-mises-fisher';
import { fitMixture, VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import type { Input } from './peer.ts';
import { numbers, topicRows } from './points.ts';

export type EmRows = Parameters<typeof fitMixture>[0];

function mixtureOf(directions: readonly Float64Array[], kappa: number): VonMisesFisherMixture {
  const components = directions.map((direction) => {
    const length = Math.sqrt(direction.reduce((sum, value) => sum + value * value, 0));
    return new VonMisesFisher(
      direction.map((value) => value / length),
      kappa,
    );
  });
  return new VonMisesFisherMixture(
    new Float64Array(directions.length).fill(1 / directions.length),
    components,
  );
}

/** n rows from k components of concentration `kappa`, and a start that is half as sharp and askew. */
export function emProblem(n: number, p: number, k: number, kappa: number = 0.6 * p) {
  const all = numbers(k * p);
  const directions = Array.from({ length: k }, (_, c) => all.slice(c * p, (c + 1) * p));
  const askew = directions.map((direction, c) => {
    const next = directions[(c + 1) % k];
    return direction.map((value, j) => value + 0.5 * next[j]);
  });
  return {
    rows: mixtureOf(directions, kappa).samples(n, { seed: 1 }),
    start: mixtureOf(askew, kappa / 2),
  };
}

/** The same with `p` columns of which a row has 100, as of documents about k topics. */
export function sparseEmProblem(n: number, p: number, k: number) {
  const directions = Array.from({ length: k }, (_, c) =>
    Float64Array.from({ length: p }, (_, j) => (j % k === c ? 1 : 0.1)),
  );
  return { rows: topicRows(n, p, 100, k), start: mixtureOf(directions, 1000) };
}

/** Passes over the rows in a call of `oneIteration`. */
export const PASSES = 2;

/**
 * A call that makes a pass over the rows under `start`, updates the parameters and makes a pass under those, as
 * every fit ends with a pass under the parameters it returns. Out come the mean log-likelihood in each pass,
 * weights and κ.
 */
export function oneIteration(
  rows: EmRows,
  start: VonMisesFisherMixture,
  { workers = 1, precision = 'double' }: { workers?: number; precision?: 'double' | 'single' } = {},
): (out: Float64Array) => void {
  const k = start.components.length;
  const options = {
    dimension: start.p,
    estimator: 'banerjee',
    tolerance: 0,
    initialization: start,
    maxIterations: 1,
    workers,
    precision,
  } as const;
  return (out) => {
    const { trace, mixture, n } = fitMixture(rows, k, options);
    if (trace.length !== PASSES) throw new Error(`expected ${PASSES} passes, got ${trace.length}`);
    trace.forEach((objective, i) => {
      out[i] = objective / n;
    });
    out.set(mixture.weights, PASSES);
    mixture.components.forEach(({ kappa }, c) => {
      out[PASSES + k + c] = kappa;
    });
  };
}

/** How many numbers come out of such a call. */
export const outputsOf = (start: VonMisesFisherMixture): number => PASSES + 2 * start.components.length;

/** The start as peers/mixture.py takes it. */
export function startInput({ p, weights, components }: VonMisesFisherMixture): Input {
  const directions = new Float64Array(components.length * p);
  components.forEach(({ mu }, c) => {
    directions.set(mu, c * p);
  });
  return {
    weights: Float64Array.from(weights),
    kappas: Float64Array.from(components, ({ kappa }) => kappa),
    directions,
    columns: Float64Array.of(p),
    passes: Float64Array.of(PASSES),
  };
}
