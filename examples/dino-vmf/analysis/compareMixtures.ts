import type { MixtureProgress } from 'von-mises-fisher/mixture';
import type { MixtureComparison } from './Analysis.ts';
import { bestCosines } from './bestCosines.ts';
import { type FittedMixture, fittedMixture, type LabelledDirections } from './fittedMixture.ts';
import { lengthsOf, type Prototypes } from './Prototypes.ts';
import { prototypeLogDensity } from './prototypeLogDensity.ts';
import { startStage } from './startStage.ts';

export interface ComparisonSettings {
  /** Components; null for as many as there are prototypes that win an image, at most a tenth of the images. */
  readonly components: number | null;
  readonly emImages: number;
  readonly seed: number;
}

/**
 * The learned prototypes beside movMF by EM on the directions of the training images: log density of the test images,
 * agreement with the classes, and how near each occupied prototype lies to a fitted mean.
 *
 * @param wins how many training images each prototype wins
 * @param responsibility the mean responsibility of each prototype for them
 */
export async function compareMixtures(
  train: LabelledDirections,
  test: LabelledDirections,
  prototypes: Prototypes,
  wins: Int32Array,
  responsibility: Float64Array,
  settings: ComparisonSettings,
): Promise<MixtureComparison> {
  const { w, p } = prototypes;
  const sample = evenlySpaced(train, p, settings.emImages);
  const images = sample.labels.length;
  const unit = unitRows(w, p);
  const byWins = Array.from(wins.keys()).filter((k) => (wins[k] as number) > 0);
  const occupied = byWins.map((k) => unit[k] as Float64Array);
  byWins.sort((a, b) => (wins[b] as number) - (wins[a] as number) || a - b);
  const components = settings.components ?? Math.max(1, Math.min(byWins.length, Math.floor(images / 10)));

  const fit = (name: string, count: number, start?: Float64Array[]): FittedMixture => {
    const stage = startStage(`EM ${name}, ${count} component${count === 1 ? '' : 's'} on ${images} images`);
    const onProgress = ({ stage: kind, run, runs, iteration }: MixtureProgress) =>
      stage.update(null, `${kind === 'short' ? 'start' : 'run'} ${run + 1} of ${runs}, pass ${iteration}`);
    const settled = { p, components: count, seed: settings.seed, onProgress, ...(start && { start }) };
    const fitted = fittedMixture(sample, test, settled);
    stage.end();
    return fitted;
  };
  const one = fit('one', 1);
  const fitted = fit('by k-means++', components);
  const starts = byWins.slice(0, components).map((k) => unit[k] as Float64Array);
  const fromPrototypes = fit('from the prototypes', starts.length, starts);

  const equal = new Float64Array(wins.length).fill(1 / wins.length);
  const rows = Float64Array.from(occupied.flatMap((row) => [...row]));
  return {
    images,
    occupied: occupied.length,
    logDensity: {
      prototypes: await prototypeLogDensity(test.values, prototypes, equal),
      weightedPrototypes: await prototypeLogDensity(test.values, prototypes, responsibility),
      oneComponent: one.logDensity.test,
      fitted: fitted.logDensity.test,
      fittedFromPrototypes: fromPrototypes.logDensity.test,
    },
    fitted,
    fittedFromPrototypes: fromPrototypes,
    bestCosines: bestCosines(rows, fitted.means, p),
    bestCosinesFromPrototypes: bestCosines(rows, fromPrototypes.means, p),
  };
}

/** At most `most` of the rows; those of a folder lie class by class, so that even steps take some of each. */
function evenlySpaced(rows: LabelledDirections, p: number, most: number): LabelledDirections {
  const n = rows.labels.length;
  if (n <= most) return rows;
  const chosen = Array.from({ length: most }, (_, i) => Math.floor((i * n) / most));
  const values = new Float32Array(most * p);
  chosen.forEach((from, i) => {
    values.set(rows.values.subarray(from * p, (from + 1) * p), i * p);
  });
  return { values, labels: Int32Array.from(chosen, (i) => rows.labels[i] as number) };
}

function unitRows(w: Float32Array, p: number): Float64Array[] {
  return Array.from(lengthsOf(w, p), (length, k) =>
    Float64Array.from(w.subarray(k * p, (k + 1) * p), (x) => x / length),
  );
}
