import { withLook } from '../report/figures/look.ts';
import { svgOf } from '../report/figures/svgOf.ts';

/** The SVG of a vega-lite specification that has its data in it, in the look of the report. */
export const drawn = (spec: object): Promise<string> => svgOf(withLook(spec));
