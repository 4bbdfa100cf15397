import { BLUE, GREY, ORANGE } from '../report/figures/look.ts';
import type { MixtureComparison } from './Analysis.ts';
import type { PrecisionRange } from './accuracyByPrecision.ts';
import { FRAME } from './chartFrame.ts';
import { drawn } from './drawn.ts';
import { stackedHistograms } from './stackedHistograms.ts';

/** Figure 2: kNN accuracy in ranges of the precision's percentiles, with 95 % intervals. */
export function precisionChart(ranges: readonly PrecisionRange[], overall: number): Promise<string> {
  const values = ranges.map(({ from, to, accuracy, interval, images }) => ({
    range: `${Math.round(from)}–${Math.round(to)}`,
    accuracy: 100 * accuracy,
    low: 100 * interval[0],
    high: 100 * interval[1],
    images: `${images}`,
  }));
  const x = {
    field: 'range',
    type: 'ordinal',
    sort: null,
    title: "percentile of the ‖w‖ of an image's prototype",
    axis: { labelAngle: 0 },
  };
  const y = { type: 'quantitative', title: 'kNN accuracy, %', scale: { zero: false, nice: true } };
  return drawn({
    ...FRAME,
    data: { values },
    layer: [
      {
        data: { values: [{ overall: 100 * overall }] },
        mark: { type: 'rule', color: GREY, strokeDash: [4, 4] },
        encoding: { y: { ...y, field: 'overall' } },
      },
      {
        mark: { type: 'rule', color: BLUE, strokeWidth: 1.6 },
        encoding: { x, y: { ...y, field: 'low' }, y2: { field: 'high' } },
      },
      {
        mark: { type: 'point', filled: true, size: 80, color: BLUE, opacity: 1 },
        encoding: { x, y: { ...y, field: 'accuracy' } },
      },
      {
        mark: { type: 'text', dx: 8, align: 'left', fontSize: 11, color: '#555' },
        encoding: { x, y: { ...y, field: 'accuracy' }, text: { field: 'images' } },
      },
    ],
  });
}

/** At most so many points, so that the page stays small. */
const POINTS = 2000;

/** A.4: the centre as mixture weights beside the mean responsibilities, both as multiples of 1/K. */
export function priorChart(prior: ArrayLike<number>, responsibility: ArrayLike<number>): Promise<string> {
  const count = prior.length;
  const every = Math.ceil(count / POINTS);
  const values = Array.from({ length: Math.ceil(count / every) }, (_, i) => ({
    prior: (prior[i * every] as number) * count,
    responsibility: (responsibility[i * every] as number) * count,
  })).filter((point) => point.prior > 0 && point.responsibility > 0);
  const all = values.flatMap((point) => [point.prior, point.responsibility]);
  const domain = [
    10 ** Math.floor(Math.log10(Math.min(0.1, ...all))),
    10 ** Math.ceil(Math.log10(Math.max(10, ...all))),
  ] as const;
  const axis = (field: string, title: string) => ({
    field,
    type: 'quantitative',
    title,
    scale: { type: 'log', domain, nice: false },
    axis: { values: powersOfTen(domain), format: '~g' },
  });
  const x = axis('responsibility', 'mean responsibility · K');
  const y = axis('prior', 'π from the centre · K');
  return drawn({
    ...FRAME,
    layer: [
      {
        data: { values: domain.map((at) => ({ responsibility: at, prior: at })) },
        mark: { type: 'line', color: GREY, strokeDash: [4, 4] },
        encoding: { x, y },
      },
      {
        data: { values },
        mark: { type: 'point', filled: true, size: 28, color: BLUE, opacity: 0.55 },
        encoding: { x, y },
      },
    ],
  });
}

/** Powers of ten from one to another, at most about eight of them. */
function powersOfTen([from, to]: readonly [number, number]): number[] {
  const [first, last] = [Math.round(Math.log10(from)), Math.round(Math.log10(to))];
  const every = Math.ceil((last - first) / 8);
  return Array.from({ length: Math.floor((last - first) / every) + 1 }, (_, i) => 10 ** (first + i * every));
}

/** How near prototypes that win images lie to the means that EM has found. */
export function bestCosineChart(comparison: MixtureComparison): Promise<string> {
  return stackedHistograms(
    [
      { name: 'EM from k-means++', colour: BLUE, values: comparison.bestCosines },
      { name: 'EM from the prototypes', colour: ORANGE, values: comparison.bestCosinesFromPrototypes },
    ],
    'largest cosine of a prototype and a fitted mean',
    'prototypes',
    { extent: [0, 1], step: 0.05 },
  );
}

/** Log density of the test images under the prototypes and under fitted mixtures. */
export function logDensityChart({
  logDensity,
  fitted,
  fittedFromPrototypes,
}: MixtureComparison): Promise<string> {
  const values = [
    { name: 'prototypes, equal weights', value: logDensity.prototypes },
    { name: 'prototypes, their shares', value: logDensity.weightedPrototypes },
    { name: 'one vMF component', value: logDensity.oneComponent },
    {
      name: `EM, ${fittedFromPrototypes.components} from prototypes`,
      value: logDensity.fittedFromPrototypes,
    },
    { name: `EM, ${fitted.components} by k-means++`, value: logDensity.fitted },
  ].map((row) => ({ ...row, label: row.value.toFixed(1) }));
  const range = [BLUE, BLUE, '#cccccc', ORANGE, ORANGE];
  const shared = {
    y: {
      field: 'name',
      type: 'nominal',
      sort: null,
      title: null,
      axis: { ticks: false, domain: false, labelLimit: 260 },
    },
    x: {
      field: 'value',
      type: 'quantitative',
      title: 'nats over the uniform density',
      scale: { nice: true },
    },
  };
  return drawn({
    ...FRAME,
    data: { values },
    layer: [
      {
        mark: { type: 'bar' },
        encoding: {
          ...shared,
          color: { field: 'name', legend: null, scale: { domain: values.map(({ name }) => name), range } },
        },
      },
      {
        mark: { type: 'text', align: 'left', dx: 4, fontSize: 12 },
        encoding: { ...shared, text: { field: 'label' } },
      },
    ],
  });
}
