import { percent } from '../evaluation/evaluation.ts';
import type { Analysis } from './Analysis.ts';
import { quantiles } from './quantiles.ts';

/** The main table: what is measured, and what it is. For the terminal and for the page. */
export function summaryRows(analysis: Analysis): [string, string][] {
  const { about, sets, voids, assignment, kappas, centre, agreement, mixture, precision } = analysis;
  const at = (threshold: number) => {
    const found = sets.thresholds.find((row) => row.threshold === threshold);
    return found
      ? `${found.unique} unique, largest set ${found.largest} (components: ${found.components}, ${found.largestComponent})`
      : '';
  };
  const { largestSet } = voids;
  const [lowest, highest] = [precision?.at(0), precision?.at(-1)];
  const spread = (values: ArrayLike<number>) => {
    const { min, q05, median, q95, max } = quantiles(values);
    if (min === max) return `${median.toPrecision(3)}, all`;
    return `${median.toPrecision(3)} (5 to 95 %: ${q05.toPrecision(3)} to ${q95.toPrecision(3)})`;
  };
  const { fitted, fittedFromPrototypes: near, logDensity } = mixture;
  const classes = ({ nmi, ari, purity }: typeof agreement) =>
    `NMI ${nmi.toFixed(3)}, ARI ${ari.toFixed(3)}, purity ${purity.toFixed(3)}`;
  return [
    [`prototypes (of ${about.prototypes}) at cosine 0.90`, at(0.9)],
    ['at cosine 0.99', at(0.99)],
    [
      'prototypes that win no training image',
      `${voids.unused} (${percent(voids.unused / about.prototypes)}); the busiest wins ${percent(assignment.largestShare)} of the images`,
    ],
    [
      'largest duplicate set without images',
      largestSet === null || largestSet.size === 1
        ? 'none of more than one prototype'
        : `${largestSet.size}, mean cosine ${signed(largestSet.cosine)} to the mean of y (‖ȳ‖ = ${voids.meanLength.toFixed(3)})`,
    ],
    [
      'kNN, lowest and highest precision range',
      lowest && highest
        ? `${percent(lowest.accuracy)} and ${percent(highest.accuracy)}; all ${percent(analysis.accuracy)}`
        : `${percent(analysis.accuracy)} on all; unit prototypes have one precision`,
    ],
    ['κ of the student', spread(kappas.student)],
    ['κ of the teacher', spread(kappas.teacher)],
    [
      'centre as log π against mean responsibility',
      `correlation of logarithms ${signed(centre.logCorrelation)}, of ranks ${signed(centre.rankCorrelation)}`,
    ],
    [`prototypes against classes (${agreement.clusters} win a test image)`, classes(agreement)],
    [`EM, ${fitted.components} components, against classes`, classes(fitted.agreement)],
    [
      'log density of test images over the uniform',
      `prototypes ${logDensity.weightedPrototypes.toFixed(1)}, EM ${logDensity.fitted.toFixed(1)}, EM from the prototypes ${near.logDensity.test.toFixed(1)} nats`,
    ],
    [
      'largest cosine to a mean of EM, median',
      `${quantiles(mixture.bestCosines).median.toFixed(3)}, from the prototypes ${quantiles(mixture.bestCosinesFromPrototypes).median.toFixed(3)}`,
    ],
  ];
}

const signed = (x: number): string =>
  Number.isNaN(x) ? 'undefined' : `${x < 0 ? '−' : '+'}${Math.abs(x).toFixed(3)}`;
