import type { MixtureFitResult, Selection } from '../../mixture/index.ts';
import type { ClusterChunk } from '../clusterRows.ts';
import { criterionChart } from './criterionChart.ts';
import type { ChartSpec } from './pictureMaker.ts';
import { projectionChart } from './projectionChart.ts';
import { sampleRows } from './sampleRows.ts';
import { sphereCharts } from './sphereCharts.ts';

/** More would only take longer to draw and to open. */
const MOST_ROWS = 2000;
/** Their values are held as doubles, whether they were sparse or not: 256 MB of them. */
const MOST_VALUES = 2 ** 25;

/** A picture of a fit: components and rows on the sphere or projected, and how the number of components was chosen. */
export async function drawMixture(
  { mixture, n }: MixtureFitResult,
  selection: Selection | undefined,
  chunks: AsyncIterable<ClusterChunk>,
): Promise<ChartSpec> {
  const { p, components } = mixture;
  const most = Math.max(1, Math.min(MOST_ROWS, Math.floor(MOST_VALUES / p)));
  const rows = await sampleRows(chunks, mixture, n, most);
  const charts = p === 3 ? sphereCharts(mixture, rows) : [projectionChart(mixture, rows)];
  const which = rows.n < n ? `, ${number(rows.n)} of them shown` : '';
  const curves =
    p === 2
      ? 'arcs hold 95 % of their component'
      : `${p === 3 ? 'circles' : 'ellipses'} hold ${p === 3 ? '' : 'about '}half (solid) and 95 % (dashed) of their component`;
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    padding: 12,
    title: {
      text: `${components.length} component${components.length === 1 ? '' : 's'} in ${number(p)} dimensions`,
      subtitle: [
        `${number(n)} rows${which}`,
        curves,
        ...(p > 3 ? ['components that overlap in this plane may lie apart in other directions'] : []),
      ],
    },
    spacing: 28,
    hconcat: [...charts, ...(selection === undefined ? [] : [criterionChart(selection)])],
    config: {
      font: 'Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif',
      view: { stroke: null },
      axis: {
        ...{ gridColor: '#e8e8e8', domainColor: '#5c5c5c', tickColor: '#5c5c5c' },
        ...{ labelFontSize: 12, titleFontSize: 13, titleFontWeight: 'normal' },
      },
      title: { anchor: 'start', fontSize: 16, subtitleFontSize: 13, subtitlePadding: 6, offset: 10 },
    },
  };
}

const number = (value: number): string => value.toLocaleString('en-US');
