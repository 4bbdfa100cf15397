import type { Features } from './knn.ts';
import { unitRows } from './unitRows.ts';

/** Each row less the mean of its own entries, then scaled to unit length. */
export function centredUnitRows({ values, dimension, labels }: Features): Features {
  const centred = new Float32Array(values.length);
  for (let from = 0; from < values.length; from += dimension) {
    let sum = 0;
    for (let i = from; i < from + dimension; i++) sum += values[i] as number;
    for (let i = from; i < from + dimension; i++) centred[i] = (values[i] as number) - sum / dimension;
  }
  return { values: unitRows({ values: centred, dimension, labels }), dimension, labels };
}
