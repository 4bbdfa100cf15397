/** The threshold angle of the paper's A.1: arccos A_p(κ), below which a longer prototype raises the logit. */

import { meanResultantLengthComplement } from 'von-mises-fisher';
import { type ChartSpec, writeChart } from './writeChart.ts';
import { writeCsv } from './writeCsv.ts';

const DIMENSIONS = [2, 8, 32, 256, 1024, 4096];
const COLOURS = ['#e69f00', '#d55e00', '#a8487c', '#000000', '#0072b2', '#56b4e9'];
/** Where on its curve a dimension is written, in degrees. */
const LABEL_ANGLES = [68, 61, 54, 48, 52, 56];
const PER_DECADE = 40;

/** d/dκ (κ cos θ + log C_p(κ)) = cos θ - A_p(κ), so θ̂ = arccos A_p = 2 arcsin √((1 - A_p)/2), in degrees. */
export function thresholdAngle(p: number, kappa: number): number {
  return (360 / Math.PI) * Math.asin(Math.sqrt(meanResultantLengthComplement(p, kappa) / 2));
}

export async function drawThresholdAngle(folder: string): Promise<void> {
  const values = DIMENSIONS.flatMap((p) =>
    Array.from({ length: 5 * PER_DECADE + 1 }, (_, i) => {
      const kappa = 10 ** (-1 + i / PER_DECADE);
      return { p: String(p), kappa, angle: thresholdAngle(p, kappa) };
    }),
  );
  writeCsv(
    `${folder}/thresholdAngle.csv`,
    ['arccos A_p(kappa) in degrees: the angle below which a longer prototype raises the vMF logit'],
    ['p', 'kappa', 'threshold_degrees'],
    values.map((v) => [v.p, v.kappa, v.angle]),
  );
  const x = {
    field: 'kappa',
    type: 'quantitative',
    scale: { type: 'log', domain: [0.1, 1e4], nice: false },
    axis: { title: 'κ = ‖w‖/τ (dimensionless)', format: '~g', values: [0.1, 1, 10, 100, 1000, 10000] },
  } as const;
  const y = {
    field: 'angle',
    type: 'quantitative',
    scale: { domain: [0, 95], nice: false },
    axis: { title: 'threshold angle θ̂ = arccos Aₚ(κ) (degrees)', values: [0, 15, 30, 45, 60, 75, 90] },
  } as const;
  const colour = {
    field: 'p',
    type: 'nominal',
    scale: { domain: DIMENSIONS.map(String), range: COLOURS },
    legend: null,
  } as const;
  const labels = DIMENSIONS.map((p, i) => {
    const target = LABEL_ANGLES[i];
    const curve = values.filter((v) => v.p === String(p));
    return {
      ...curve.reduce((a, b) => (Math.abs(b.angle - target) < Math.abs(a.angle - target) ? b : a)),
      text: i === 0 ? 'p = 2' : String(p),
    };
  });
  const spec: ChartSpec = {
    title: {
      text: 'How close a sample must be before a longer prototype pays',
      subtitle: [
        'Below its curve, growing ‖w‖ raises the DINO-vMF logit κ cos θ + log C; above, it lowers it.',
        'In DINO it pays at every angle under 90° (dashed). Grey: ‖w‖ = 1, τ from 0.1 to 0.04.',
      ],
    },
    width: 640,
    height: 340,
    layer: [
      {
        data: { values: [{ from: 10, to: 25 }] },
        mark: { type: 'rect', color: '#eeeeee' },
        encoding: { x: { ...x, field: 'from' }, x2: { field: 'to' } },
      },
      {
        data: { values: [{ angle: 90 }] },
        mark: { type: 'rule', color: '#555555', strokeDash: [5, 4] },
        encoding: { y },
      },
      { data: { values }, mark: { type: 'line', strokeWidth: 2.2 }, encoding: { x, y, color: colour } },
      {
        data: { values: labels },
        mark: { type: 'text', fontSize: 13, fontWeight: 'bold', align: 'left', dx: 6, dy: -5 },
        encoding: { x, y, text: { field: 'text' }, color: colour },
      },
    ],
  };
  await writeChart(folder, 'thresholdAngle', spec);
}
