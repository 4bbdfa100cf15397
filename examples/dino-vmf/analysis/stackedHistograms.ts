import { drawn } from './drawn.ts';

export interface NamedValues {
  readonly name: string;
  readonly colour: string;
  readonly values: ArrayLike<number>;
}

/** Histograms one above the other, with axes of their own. */
export function stackedHistograms(
  rows: readonly NamedValues[],
  x: string,
  y: string,
  bin: object,
): Promise<string> {
  return drawn({
    spacing: 14,
    vconcat: rows.map(({ name, colour, values }, row) => ({
      width: 425,
      height: 68,
      title: { text: name, anchor: 'start', fontSize: 12, fontWeight: 'normal', color: colour, offset: 2 },
      data: { values: Array.from(values, (value) => ({ value })) },
      mark: { type: 'bar', color: colour },
      encoding: {
        x: {
          field: 'value',
          bin,
          type: 'quantitative',
          title: row === rows.length - 1 ? x : null,
          scale: { zero: false },
          axis: { grid: false },
        },
        y: { aggregate: 'count', type: 'quantitative', title: y, axis: { tickCount: 3, tickMinStep: 1 } },
      },
    })),
  });
}
