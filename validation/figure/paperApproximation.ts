/** The paper's Figure 4: its order-0 log C_p^(a)(κ) at p = 256, up to a constant, on the exact log C_p(κ). */

import { logNormalizer } from 'von-mises-fisher';
import { BLUE, VERMILION } from './chartTheme.ts';
import { type ChartSpec, writeChart } from './writeChart.ts';
import { writeCsv } from './writeCsv.ts';

const P = 256;
const NU = P / 2 - 1;

/** What log C_p holds beside its dependence on κ in the order-0 form: (ν + ½)(log ν - log 2π). */
export const droppedConstant = (NU + 0.5) * Math.log(NU / (2 * Math.PI));

/** The paper's form without it: -ν s + ν log(1 + s) + ½ log s, s = √(1 + (κ/ν)²). */
export function paperForm(kappa: number): number {
  const s = Math.hypot(1, kappa / NU);
  return NU * (Math.log1p(s) - s) + Math.log(s) / 2;
}

/** The κ at which log C_256 changes sign. */
export function zeroOfLogNormalizer(): number {
  let low = 0;
  let high = 1000;
  for (let i = 0; i < 80; i++) {
    const middle = (low + high) / 2;
    if (logNormalizer(P, middle) > 0) low = middle;
    else high = middle;
  }
  return low;
}

export async function drawPaperApproximation(folder: string): Promise<void> {
  const rows = Array.from({ length: 241 }, (_, i) => {
    const kappa = 20 + 2 * i;
    return { kappa, approximation: paperForm(kappa), exact: logNormalizer(P, kappa) };
  });
  writeCsv(
    `${folder}/fig4.csv`,
    [
      `p = ${P}; nats. approximation: order 0, -nu s + nu log(1 + s) + log(s)/2, up to a constant`,
      'exact_shifted: exact less the constant (nu + 1/2)(log nu - log 2 pi); exact: log C_p',
    ],
    ['kappa', 'approximation', 'exact_shifted', 'exact'],
    rows.map((r) => [r.kappa, r.approximation, r.exact - droppedConstant, r.exact]),
  );
  const worst = rows.reduce(
    (a, r) => Math.max(a, Math.abs(r.approximation - (r.exact - droppedConstant))),
    0,
  );

  const APPROXIMATION = 'the paper: order 0, up to a constant';
  const EXACT = 'exact, less the same constant';
  const colour = {
    field: 'curve',
    type: 'nominal',
    scale: { domain: [EXACT, APPROXIMATION], range: ['#56b4e9', '#1a1a1a'] },
    legend: null,
  } as const;
  const left = (value: string, curve: string, mark: object) =>
    ({
      transform: [{ calculate: `'${curve}'`, as: 'curve' }],
      mark: { type: 'line', ...mark },
      encoding: {
        x: {
          field: 'kappa',
          type: 'quantitative',
          scale: { domain: [0, 500] },
          axis: { title: 'κ (dimensionless)', values: [0, 100, 200, 300, 400, 500] },
        },
        y: {
          field: value,
          type: 'quantitative',
          scale: { domain: [-350, 0] },
          title: 'log C up to a constant (nats)',
        },
        color: colour,
      },
    }) as const;

  const zero = zeroOfLogNormalizer();
  const absolute = Array.from({ length: 201 }, (_, i) => ({
    kappa: 5 * i,
    logC: logNormalizer(P, 5 * i),
    sign: logNormalizer(P, 5 * i) > 0 ? 'positive' : 'negative',
  }));
  const spec: ChartSpec = {
    title: {
      text: 'The order-0 form lies on the exact log-normalizer (p = 256)',
      subtitle: [
        `Left: the paper's Figure 4, farthest apart by ${worst.toExponential(1)} nats for κ in [20, 500].`,
        `Right: with its constant, log C is positive until κ = ${zero.toFixed(1)}.`,
      ],
    },
    spacing: 30,
    hconcat: [
      {
        width: 340,
        height: 270,
        data: { values: rows.map((r) => ({ ...r, shifted: r.exact - droppedConstant })) },
        layer: [
          left('shifted', EXACT, { strokeWidth: 7, strokeCap: 'round' }),
          left('approximation', APPROXIMATION, { strokeWidth: 1.6 }),
          {
            data: {
              values: [
                { x: 20, y: -295, text: 'black line: the paper, order 0', color: '#1a1a1a' },
                { x: 20, y: -320, text: 'broad line: exact, less the same constant', color: BLUE },
              ],
            },
            mark: { type: 'text', fontSize: 12.5, align: 'left' },
            encoding: {
              x: { field: 'x', type: 'quantitative' },
              y: { field: 'y', type: 'quantitative' },
              text: { field: 'text' },
              color: { field: 'color', type: 'nominal', scale: null },
            },
          },
        ],
      },
      {
        width: 300,
        height: 270,
        layer: [
          {
            data: { values: [{ y: 0 }] },
            mark: { type: 'rule', color: '#777777' },
            encoding: { y: { field: 'y', type: 'quantitative' } },
          },
          {
            data: { values: absolute },
            mark: { type: 'line', strokeWidth: 2.4 },
            encoding: {
              x: {
                field: 'kappa',
                type: 'quantitative',
                scale: { domain: [0, 1000] },
                axis: { title: 'κ (dimensionless)', format: 'd', values: [0, 200, 400, 600, 800, 1000] },
              },
              y: { field: 'logC', type: 'quantitative', title: 'log C₂₅₆(κ) (nats)' },
              color: {
                field: 'sign',
                type: 'nominal',
                scale: { domain: ['positive', 'negative'], range: [BLUE, VERMILION] },
                legend: null,
              },
            },
          },
          {
            data: {
              values: [
                { x: 330, y: 300, text: 'log C > 0', color: BLUE },
                { x: 800, y: -60, text: 'log C < 0', color: VERMILION },
              ],
            },
            mark: { type: 'text', fontSize: 13, fontWeight: 'bold', align: 'left' },
            encoding: {
              x: { field: 'x', type: 'quantitative' },
              y: { field: 'y', type: 'quantitative' },
              text: { field: 'text' },
              color: { field: 'color', type: 'nominal', scale: null },
            },
          },
        ],
        resolve: { scale: { color: 'independent' } },
      },
    ],
    resolve: { scale: { color: 'independent' } },
  };
  await writeChart(folder, 'fig4', spec);
}
