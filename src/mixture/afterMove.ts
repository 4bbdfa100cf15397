import type { Random } from '../random.ts';
import { componentAt } from './componentAt.ts';
import { concatenated } from './concatenated.ts';
import { eachPosterior } from './eachPosterior.ts';
import { kMeansPlusPlus } from './initialize/kMeansPlusPlus.ts';
import { sphericalKMeans } from './initialize/sphericalKMeans.ts';
import { JointDensity } from './JointDensity.ts';
import type { MixtureData } from './MixtureData.ts';
import { directionAt, type MixtureParameters } from './MixtureParameters.ts';
import type { MixtureSettings } from './MixtureSettings.ts';
import { momentMatch } from './momentMatch.ts';
import type { Move } from './rankedMoves.ts';

/** Two directions for the rows of component k, by spherical k-means under its responsibilities; or fewer. */
function halves(data: MixtureData, parameters: MixtureParameters, k: number, random: Random): Float64Array {
  const density = new JointDensity(parameters);
  const weights = new Float64Array(data.n);
  eachPosterior(density, density.pass(data), data, (first, logs, shares) => {
    for (let i = 0; i < logs.length; i++) {
      weights[first + i] = shares[i * density.columns + k] * (data.weights?.[first + i] ?? 1);
    }
  });
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (!(total > 0)) return new Float64Array(0);
  const ofComponent = { ...data, weights, total, labels: undefined };
  const seeds = kMeansPlusPlus(ofComponent, 2, random);
  return seeds.length < 2 * data.p ? seeds : sphericalKMeans(ofComponent, seeds);
}

/**
 * The parameters after a move: the merged component in the place of the first, the halves of the split one in its
 * own place and in that of the second. What is given stays as it is given. Undefined where the component cannot
 * be split.
 */
export function afterMove(
  data: MixtureData,
  parameters: MixtureParameters,
  { merge: [a, b], split }: Move,
  settings: MixtureSettings,
  random: Random,
): MixtureParameters | undefined {
  const { p, noise } = parameters;
  const found = halves(data, parameters, split, random);
  if (found.length < 2 * p) return undefined;
  const weights = parameters.weights.slice();
  const kappas = parameters.kappas.slice();
  const directions = Array.from(weights, (_, k) => directionAt(parameters, k));
  const merged = momentMatch(weights[a], componentAt(parameters, a), weights[b], componentAt(parameters, b));
  directions[a] = merged.mu;
  directions[split] = found.subarray(0, p);
  directions[b] = found.subarray(p);
  if (settings.weights === 'estimated') {
    weights[a] += weights[b];
    weights[split] /= 2;
    weights[b] = weights[split];
  }
  if (settings.concentration === 'free') {
    kappas[a] = Math.min(merged.kappa, settings.maxKappa);
    kappas[b] = kappas[split];
  }
  return { p, weights, directions: concatenated(directions), kappas, noise };
}
