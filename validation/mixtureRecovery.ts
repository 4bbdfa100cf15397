/**
 * Mixtures drawn and fitted again: how well rows are sorted and parameters found, written to validation/RECOVERY.md.
 *
 *     npx tsx validation/mixtureRecovery.ts
 */
import { renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { meanResultantLengthDerivative, seededRandom, VonMisesFisher } from 'von-mises-fisher';
import { fitMixture, VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { adjustedRandIndex } from '../test/mixture/directions.ts';

/** Directions are drawn uniformly; the weight of component c is proportional to c + 1. */
export interface RecoveryCase {
  readonly p: number;
  readonly kappas: readonly number[];
  readonly n: number;
}

export const recoveryCases: readonly RecoveryCase[] = [
  { p: 2, kappas: [40, 60, 100], n: 3000 },
  { p: 3, kappas: [5, 10, 20], n: 2000 },
  { p: 3, kappas: [20, 50, 100, 200], n: 4000 },
  { p: 10, kappas: [8, 12, 16, 20], n: 3000 },
  { p: 10, kappas: [20, 40, 60, 80], n: 3000 },
  { p: 256, kappas: [40, 50, 60, 70], n: 4000 },
  { p: 256, kappas: [100, 150, 200, 300, 400, 500, 600, 700], n: 4000 },
  { p: 1024, kappas: [150, 200, 250], n: 2000 },
  { p: 1024, kappas: [400, 600, 800, 1000], n: 2000 },
];

export interface Recovery {
  /** Of the labels predicted by the fit with the components that rows were drawn from. */
  readonly ari: number;
  /** The same by the mixture that rows were drawn from. */
  readonly ariOfTruth: number;
  /** Root mean square of κ̂/κ - 1 over components, each true one with the fitted one that most of its rows went to. */
  readonly kappaError: number;
  /** The same from the information of rows whose component is known: 1/(κ√(n α A'(κ))). */
  readonly kappaExpected: number;
  /** Largest |α̂ - α|. */
  readonly weightError: number;
  /** Largest angle between a true direction and the fitted one, degrees. */
  readonly angle: number;
  /** Each true component has a fitted one of its own. */
  readonly isMatched: boolean;
  /** The log-likelihood is that of the fit that starts from the truth, or above, to 1e-6 of n. */
  readonly isBest: boolean;
  /** Whether `splitMerge: K` gets there where the plain fit did not. */
  readonly isBestWithMoves: () => boolean;
  /** Degenerate or spurious components, or ones taken out. */
  readonly flaws: number;
}

function matches(truth: Int32Array, found: Int32Array, k: number): number[] {
  return Array.from({ length: k }, (_, c) => {
    const counts = new Map<number, number>();
    truth.forEach((label, i) => {
      if (label === c) counts.set(found[i], (counts.get(found[i]) ?? 0) + 1);
    });
    return [...counts].sort((a, b) => b[1] - a[1])[0][0];
  });
}

export function recoveryOf({ p, kappas, n }: RecoveryCase, seed: number): Recovery {
  const k = kappas.length;
  const random = seededRandom(seed);
  const weights = kappas.map((_, c) => (c + 1) / ((k * (k + 1)) / 2));
  const law = new VonMisesFisherMixture(
    weights,
    kappas.map((kappa) => new VonMisesFisher(VonMisesFisher.uniform(p).sample(random), kappa)),
  );
  const { samples, components } = law.samplesWithComponents(n, { random });
  const { mixture, logLikelihood, degenerate, spurious, removed } = fitMixture(samples, k, {
    dimension: p,
    seed: 1,
  });
  const best = fitMixture(samples, k, { dimension: p, initialization: law });
  const labels = mixture.predict(samples);
  const of = matches(components, labels, k);
  const meanSquare = (values: readonly number[]) => values.reduce((sum, x) => sum + x * x, 0) / k;
  return {
    ari: adjustedRandIndex(components, labels),
    ariOfTruth: adjustedRandIndex(components, law.predict(samples)),
    kappaError: Math.sqrt(meanSquare(kappas.map((kappa, c) => mixture.components[of[c]].kappa / kappa - 1))),
    kappaExpected: Math.sqrt(
      meanSquare(
        kappas.map(
          (kappa, c) => 1 / (kappa * Math.sqrt(n * weights[c] * meanResultantLengthDerivative(p, kappa))),
        ),
      ),
    ),
    weightError: Math.max(...weights.map((weight, c) => Math.abs(mixture.weights[of[c]] - weight))),
    angle: Math.max(
      ...law.components.map(({ mu }, c) => {
        const other = mixture.components[of[c]].mu;
        const chord = Math.hypot(...mu.map((x, j) => x - other[j]));
        return (360 / Math.PI) * Math.asin(Math.min(1, chord / 2));
      }),
    ),
    isMatched: new Set(of).size === k,
    isBest: logLikelihood >= best.logLikelihood - 1e-6 * n,
    isBestWithMoves: () => {
      const moved = fitMixture(samples, k, { dimension: p, seed: 1, splitMerge: k });
      return moved.logLikelihood >= best.logLikelihood - 1e-6 * n;
    },
    flaws: degenerate.length + spurious.length + removed,
  };
}

const COUNT = 20;

function row(one: RecoveryCase): string {
  const all = Array.from({ length: COUNT }, (_, seed) => recoveryOf(one, seed));
  const sorted = (of: (recovery: Recovery) => number) => all.map(of).sort((a, b) => a - b);
  const median = (values: readonly number[]) => (values[COUNT / 2 - 1] + values[COUNT / 2]) / 2;
  const ari = sorted((recovery) => recovery.ari);
  const percent = (of: (recovery: Recovery) => number) => (100 * median(sorted(of))).toFixed(1);
  const cells = [
    one.p,
    one.kappas.join(' '),
    one.n,
    median(ari).toFixed(3),
    median(sorted((recovery) => recovery.ariOfTruth)).toFixed(3),
    ari[0].toFixed(3),
    percent((recovery) => recovery.kappaError),
    percent((recovery) => recovery.kappaExpected),
    percent((recovery) => recovery.weightError),
    median(sorted((recovery) => recovery.angle)).toFixed(1),
    all.filter(({ isMatched }) => isMatched).length,
    all.filter(({ isBest }) => isBest).length,
    all.filter(({ isBest, isBestWithMoves }) => isBest || isBestWithMoves()).length,
    all.filter(({ flaws }) => flaws > 0).length,
  ];
  const line = `| ${cells.join(' | ')} |`;
  console.log(line);
  return line;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = `# Mixtures found again

Written by \`npx tsx validation/mixtureRecovery.ts\`: for each line ${COUNT} mixtures with directions drawn uniformly (seeds 0
to ${COUNT - 1}) and weights as 1 : 2 : ...; n rows of each fitted by \`fitMixture\` with its defaults, the number of components
known. Medians over the ${COUNT} mixtures, unless said otherwise.

- ARI: adjusted Rand index of the predicted components with those that rows were drawn from; then what the true mixture
  reaches, and the worst of the ${COUNT}.
- κ: root mean square of κ̂/κ - 1 over the components, in percent; then what the information of n rows with known
  components would give. Where p is not small beside the rows of a component, the maximum-likelihood estimate is above κ
  (BIAS.md), and the error larger.
- weight: largest |α̂ - α|, in percent. angle: largest between true and fitted directions, in degrees.
- matched: how many of ${COUNT} have a component of its own for each true one. best: how many reach the likelihood of the fit
  that starts from the truth, or more, to 1e-6 n; then the same with \`splitMerge: K\`. flawed: how many end with degenerate, spurious or missing components.

| p | κ | n | ARI | of truth | worst | κ % | expected | weight % | angle ° | matched | best | with moves | flawed |
|--:|-|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|
${recoveryCases.map(row).join('\n')}
`;
  const path = fileURLToPath(new URL('RECOVERY.md', import.meta.url));
  writeFileSync(`${path}.part`, text);
  renameSync(`${path}.part`, path);
}
