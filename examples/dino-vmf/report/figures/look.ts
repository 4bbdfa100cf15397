/** Colours that stay apart in print and for colour-blind readers (Okabe and Ito). */
export const BLUE = '#0072b2';
export const ORANGE = '#d55e00';
export const GREEN = '#009e73';
export const GREY = '#777777';

export const WIDTH = 400;
export const HEIGHT = 200;

/** What all figures share, around the specification of one. */
export function withLook(spec: object): object {
  return {
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    background: 'white',
    data: { name: 'rows' },
    config: {
      view: { stroke: null },
      axis: {
        gridColor: '#e6e6e6',
        domainColor: '#666',
        tickColor: '#666',
        labelFontSize: 12,
        titleFontSize: 13,
        titleFontWeight: 'normal',
      },
      legend: { labelFontSize: 12, title: null, orient: 'top', symbolStrokeWidth: 2.5 },
      font: 'system-ui, sans-serif',
    },
    ...spec,
  };
}

/** The axis of steps; a figure of a long run writes 200k rather than 200,000. */
export const STEP = {
  field: 'step',
  type: 'quantitative',
  title: 'step',
  axis: { grid: false, tickCount: 5, format: '~s' },
};

/** At most about 400 of the rows, evenly, with the last one: a figure shows no more. */
export function thinned<T>(rows: readonly T[]): T[] {
  const every = Math.ceil(rows.length / 400);
  return rows.filter((_, i) => i % every === 0 || i === rows.length - 1);
}
