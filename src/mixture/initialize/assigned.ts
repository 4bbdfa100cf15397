/**
 * The parameters of the first pass, from rows given to components: their directions and weights, and one κ for
 * all. A κ for each would make a start of its own kind a trap, since a component of one row has no finite one.
 */
import type { MixtureData } from '../MixtureData.ts';
import type { MixtureParameters } from '../MixtureParameters.ts';
import { FIRST_NOISE, type MixtureSettings } from '../MixtureSettings.ts';
import { maximization } from '../maximization.ts';
import { passOver } from '../passOver.ts';

/** `components` names one for each row, or -1; `directions` serve where a component has no row. */
export function assigned(
  data: MixtureData,
  components: Int32Array,
  directions: Float64Array,
  settings: MixtureSettings,
): MixtureParameters {
  const { n, p } = data;
  const k = directions.length / p;
  const weights = new Float64Array(k);
  const factors = new Float64Array(n);
  const chosen = components.slice();
  for (let i = 0; i < n; i++) {
    const label = data.labels === undefined ? -1 : data.labels[i];
    // A label beyond the components is noise.
    if (label >= 0) chosen[i] = label < k ? label : -1;
    const weight = data.weights === undefined ? 1 : data.weights[i];
    factors[i] = weight * data.inverseLengths[i];
    if (chosen[i] >= 0) weights[chosen[i]] += weight;
  }
  const pass = passOver(data.rows, directions, k);
  pass.addRows(0, n, chosen, factors);
  const statistics = {
    weights,
    sums: pass.sums(),
    spreads: new Float64Array(k).fill(Number.NaN),
    logLikelihood: Number.NaN,
    classification: Number.NaN,
    total: data.total,
  };
  const previous = {
    p,
    weights: new Float64Array(k).fill(1 / k),
    directions,
    kappas: new Float64Array(k),
    noise: undefined,
  };
  const first = maximization(statistics, previous, {
    ...settings,
    // A start in full, from which a penalty takes coordinates away.
    sparsity: 0,
    concentration: settings.concentration === 'free' ? 'common' : settings.concentration,
  });
  if (!settings.hasNoise) return first;
  const noise = settings.noise === 'estimated' ? FIRST_NOISE : settings.noise;
  return { ...first, weights: first.weights.map((weight) => (1 - noise) * weight), noise };
}
