import type { Features } from './knn.ts';

/** The rows scaled to unit length, those of zero length left as they are. */
export function unitRows({ values, dimension }: Features): Float32Array {
  const out = new Float32Array(values.length);
  for (let from = 0; from < values.length; from += dimension) {
    let squares = 0;
    for (let i = from; i < from + dimension; i++) squares += (values[i] as number) ** 2;
    const scale = squares > 0 ? 1 / Math.sqrt(squares) : 0;
    for (let i = from; i < from + dimension; i++) out[i] = (values[i] as number) * scale;
  }
  return out;
}
