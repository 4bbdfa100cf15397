/** One look for every figure: quiet axes, colours of Okabe and Ito (2008), which colour-blind readers tell apart. */

import type { Config } from 'vega-lite';

const INK = '#222222';
const GREY = '#5c5c5c';

export const BLUE = '#0072B2';
export const VERMILION = '#D55E00';

/** Five steps from dark to light for the orders K = 0..4: ordered in lightness, so also in print. */
export const ORDER_COLOURS: readonly string[] = ['#440154', '#3b528b', '#21918c', '#5ec962', '#e8b800'];

export const chartTheme: Config = {
  background: 'white',
  font: 'Helvetica, Arial, "Liberation Sans", "DejaVu Sans", sans-serif',
  padding: 12,
  view: { stroke: '#cccccc' },
  axis: {
    domainColor: GREY,
    gridColor: '#e8e8e8',
    labelColor: INK,
    labelFontSize: 12,
    tickColor: GREY,
    titleColor: INK,
    titleFontSize: 13,
    titleFontWeight: 'normal',
    titlePadding: 8,
  },
  header: { labelColor: INK, labelFontSize: 13, titleColor: INK },
  legend: { labelColor: INK, labelFontSize: 12, titleColor: INK, titleFontSize: 12, labelLimit: 500 },
  title: {
    anchor: 'start',
    color: INK,
    fontSize: 16,
    fontWeight: 'bold',
    offset: 12,
    subtitleColor: GREY,
    subtitleFontSize: 12.5,
    subtitleLineHeight: 17,
    subtitlePadding: 6,
  },
};
