/** The paper's Figure 3: von Mises-Fisher density on the circle, one direction, two prototype magnitudes. */

import { logNormalizer } from 'von-mises-fisher';
import { BLUE, VERMILION } from './chartTheme.ts';
import { type ChartSpec, writeChart } from './writeChart.ts';
import { writeCsv } from './writeCsv.ts';

const DIRECTION = 315;
const MAGNITUDES = [2, 8];
const COLOURS = [VERMILION, BLUE];
const STEP = 1;

const label = (kappa: number): string => `‖w‖ = ${kappa}`;
const radians = (degrees: number): number => (degrees * Math.PI) / 180;

/** exp(κ cos(θ - θ₀) + log C_2(κ)), per radian. */
const density = (kappa: number, angle: number): number =>
  Math.exp(kappa * Math.cos(radians(angle - DIRECTION)) + logNormalizer(2, kappa));

export async function drawDensityOnCircle(folder: string): Promise<void> {
  const values = MAGNITUDES.flatMap((kappa) =>
    Array.from({ length: 360 / STEP + 1 }, (_, i) => {
      const angle = i * STEP;
      const f = density(kappa, angle);
      const radius = 1 + f;
      return {
        magnitude: label(kappa),
        kappa,
        angle,
        density: f,
        x: radius * Math.cos(radians(angle)),
        y: radius * Math.sin(radians(angle)),
      };
    }),
  );
  writeCsv(
    `${folder}/fig3.csv`,
    ['vMF density on the circle (p = 2), mean direction 315 degrees, kappa = ||w||'],
    ['kappa', 'angle_degrees', 'density_per_radian'],
    values.map((v) => [v.kappa, v.angle, v.density]),
  );

  const colour = {
    field: 'magnitude',
    type: 'nominal',
    scale: { domain: MAGNITUDES.map(label), range: COLOURS },
    legend: null,
  } as const;
  const circle = Array.from({ length: 121 }, (_, i) => ({
    x: Math.cos((i * Math.PI) / 60),
    y: Math.sin((i * Math.PI) / 60),
    i,
  }));
  const extents = { x: [-1.2, 2], y: [-2, 1.2] };
  const hidden = (field: 'x' | 'y') =>
    ({ field, type: 'quantitative', scale: { domain: extents[field], nice: false }, axis: null }) as const;
  const tip = (degrees: number, radius: number) => ({
    x: radius * Math.cos(radians(degrees)),
    y: radius * Math.sin(radians(degrees)),
  });
  const peak = density(MAGNITUDES[1], DIRECTION);
  const spec: ChartSpec = {
    title: {
      text: 'A longer prototype is a sharper component',
      subtitle: [
        'von Mises-Fisher density on the circle (p = 2), prototype w at 315°, κ = ‖w‖.',
        'Both hold probability 1: density gained near 315° is paid for elsewhere.',
      ],
    },
    spacing: 34,
    hconcat: [
      {
        title: {
          text: 'distance from the circle = density',
          fontSize: 12.5,
          fontWeight: 'normal',
          offset: 2,
        },
        width: 290,
        height: 290,
        view: { stroke: null },
        layer: [
          {
            data: { values: circle },
            mark: { type: 'line', color: '#777777', strokeWidth: 1.2 },
            encoding: { x: hidden('x'), y: hidden('y'), order: { field: 'i' } },
          },
          {
            data: {
              values: [0, 90, 180, 270].map((degrees) => ({
                ...tip(degrees, 0.78),
                text: `${degrees}°`,
              })),
            },
            mark: { type: 'text', fontSize: 12, color: '#444444' },
            encoding: { x: hidden('x'), y: hidden('y'), text: { field: 'text' } },
          },
          {
            data: { values: [{ x: 0, y: 0, x2: tip(DIRECTION, 0.72).x, y2: tip(DIRECTION, 0.72).y }] },
            mark: { type: 'rule', color: '#222222', strokeWidth: 1.5 },
            encoding: { x: hidden('x'), y: hidden('y'), x2: { field: 'x2' }, y2: { field: 'y2' } },
          },
          {
            data: { values: [tip(DIRECTION, 0.75)] },
            mark: {
              type: 'point',
              shape: 'triangle',
              angle: 135,
              filled: true,
              size: 70,
              color: '#222222',
              opacity: 1,
            },
            encoding: { x: hidden('x'), y: hidden('y') },
          },
          {
            data: { values: [{ ...tip(DIRECTION - 22, 0.42), text: 'w' }] },
            mark: { type: 'text', fontSize: 14, fontStyle: 'italic', color: '#222222' },
            encoding: { x: hidden('x'), y: hidden('y'), text: { field: 'text' } },
          },
          {
            data: { values },
            mark: { type: 'line', strokeWidth: 2.2, clip: true },
            encoding: { x: hidden('x'), y: hidden('y'), order: { field: 'angle' }, color: colour },
          },
        ],
      },
      {
        width: 380,
        height: 290,
        layer: [
          {
            data: { values },
            mark: { type: 'line', strokeWidth: 2.2 },
            encoding: {
              x: {
                field: 'angle',
                type: 'quantitative',
                scale: { domain: [0, 360], nice: false },
                axis: { title: 'angle of y (degrees)', values: [0, 45, 90, 135, 180, 225, 270, 315, 360] },
              },
              y: {
                field: 'density',
                type: 'quantitative',
                axis: { title: 'density (1/rad)', tickCount: 6 },
              },
              color: colour,
            },
          },
          {
            data: {
              values: [
                { angle: 284, density: peak * 0.9, text: 'large ‖w‖ = 8', magnitude: label(MAGNITUDES[1]) },
                { angle: 232, density: 0.3, text: 'small ‖w‖ = 2', magnitude: label(MAGNITUDES[0]) },
              ],
            },
            mark: { type: 'text', align: 'right', fontSize: 13, fontWeight: 'bold' },
            encoding: {
              x: { field: 'angle', type: 'quantitative' },
              y: { field: 'density', type: 'quantitative' },
              text: { field: 'text' },
              color: colour,
            },
          },
        ],
      },
    ],
  };
  await writeChart(folder, 'fig3', spec);
}
