import type { Selection } from '../../mixture/index.ts';
import type { ChartSpec } from './pictureMaker.ts';
import { SIDE } from './planeChart.ts';

const NAMES = { bic: 'BIC', icl: 'ICL', aic: 'AIC', aicc: 'AICc', 'held-out': 'mean held-out log density' };

/** The criterion over the number of components; the one chosen is filled, fits with unsound components are crosses. */
export function criterionChart({ criterion, table, k }: Selection): ChartSpec {
  const values = table
    .map((row) => ({
      k: row.k,
      value: criterion === 'held-out' ? row.heldOut : row[criterion],
      kind: row.k === k ? 'chosen' : row.unsound > 0 ? 'unsound' : 'other',
    }))
    .filter(({ value }) => Number.isFinite(value));
  const better = criterion === 'held-out' ? 'largest' : 'smallest';
  const place = {
    x: {
      field: 'k',
      type: 'quantitative',
      title: 'components',
      scale: { zero: false, nice: false, padding: 12 },
      axis: { grid: false, format: 'd', tickMinStep: 1 },
    },
    y: { field: 'value', type: 'quantitative', title: NAMES[criterion], scale: { zero: false } },
  };
  const points = (kind: string, mark: object) => ({
    transform: [{ filter: `datum.kind === '${kind}'` }],
    mark: { type: 'point', ...mark },
    encoding: place,
  });
  return {
    title: { text: `${NAMES[criterion]} is ${better} at ${k}`, fontSize: 14, fontWeight: 'normal' },
    width: SIDE,
    height: SIDE,
    data: { values },
    layer: [
      { mark: { type: 'line', color: '#0072B2', strokeWidth: 1.4 }, encoding: place },
      points('other', { color: '#0072B2', fill: 'white', size: 40, opacity: 1 }),
      points('unsound', { color: '#555555', shape: 'cross', filled: true, size: 60, opacity: 1 }),
      points('chosen', { color: '#D55E00', filled: true, size: 110, opacity: 1 }),
    ],
  };
}
