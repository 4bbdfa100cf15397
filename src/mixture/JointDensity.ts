import type { Precision } from '../kernels/negligibleShare.ts';
import { tableLogarithm } from '../kernels/tableLogarithm.ts';
import { logNormalizer } from '../special/logNormalizer.ts';
import { scaledLogNormalizer } from '../special/scaledLogNormalizer.ts';
import { BlockDensity } from './BlockDensity.ts';
import type { DensityArrays } from './DensityArrays.ts';
import type { MixtureData } from './MixtureData.ts';
import { columnsOf, type MixtureParameters } from './MixtureParameters.ts';
import { passOver } from './passOver.ts';
import type { RowPass } from './RowPass.ts';

/** From this κ on, products alone would lose digits. */
const SHARP = 16384; // 2^14

/** log α to the same bits on every engine, -Infinity at 0. */
const logWeight = (weight: number): number =>
  weight >= 2 ** -1022 ? tableLogarithm(weight) : Math.log(weight);

function arraysOf(parameters: MixtureParameters, precision: Precision): DensityArrays {
  const { p, weights, directions, kappas, noise } = parameters;
  const columns = columnsOf(parameters);
  const matrix = new Float64Array(columns * p);
  const offsets = new Float64Array(columns);
  const peaks = new Float64Array(weights.length);
  const sharp: number[] = [];
  for (let k = 0; k < weights.length; k++) {
    const log = logWeight(weights[k]);
    for (let at = k * p; at < (k + 1) * p; at++) matrix[at] = kappas[k] * directions[at];
    offsets[k] = log + logNormalizer(p, kappas[k]);
    if (kappas[k] < SHARP) continue;
    sharp.push(k);
    peaks[k] = log + scaledLogNormalizer(p, kappas[k]);
  }
  if (noise !== undefined) offsets[weights.length] = logWeight(noise) + logNormalizer(p, 0);
  return { precision, p, columns, matrix, offsets, kappas, peaks, directions, sharp };
}

/** The densities of BlockDensity.ts under the parameters of a mixture. */
export class JointDensity extends BlockDensity {
  constructor(parameters: MixtureParameters, precision: Precision = 'double') {
    super(arraysOf(parameters, precision));
  }

  /** A pass over rows beside these components. */
  pass(data: MixtureData): RowPass {
    return passOver(data.rows, this.arrays.matrix, this.columns);
  }
}
