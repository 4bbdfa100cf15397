/** The paper's Figure 5: ε(κ) = log C^(a) - log C for orders K = 0..4, against exact enclosures and against SciPy. */

import { approximationErrorChart } from './approximationErrorChart.ts';
import {
  type ApproximationErrors,
  BOUNDED_ORDERS,
  CONCENTRATIONS,
  DIGITS,
  measureApproximationErrors,
  ORDERS,
  type PeerSummary,
} from './measureApproximationErrors.ts';
import { writeChart } from './writeChart.ts';
import { writeCsv } from './writeCsv.ts';

const exponential = (value: number): string => value.toExponential(1);

function peerCell(peer: PeerSummary | undefined): string {
  if (peer === undefined) return 'skipped';
  if (peer.finite === 0) return 'nowhere finite';
  const lost = peer.finite < peer.of ? ` (${peer.of - peer.finite} of ${peer.of} not finite)` : '';
  return exponential(peer.largest) + lost;
}

export function errorTable({ summaries, yardstick }: ApproximationErrors): string {
  const heads = ['p', ...ORDERS.map((k) => `K = ${k}`), 'full accuracy', 'SciPy `iv`', 'SciPy `ive`'];
  const rows = summaries.map((s) => [
    s.p,
    ...s.orders.map(exponential),
    exponential(s.full),
    peerCell(s.iv),
    peerCell(s.ive),
  ]);
  return [
    `| ${heads.join(' | ')} |`,
    `|${heads.map(() => '--:').join('|')}|`,
    ...rows.map((row) => `| ${row.join(' | ')} |`),
    '',
    `SciPy columns: ${yardstick}.`,
  ].join('\n');
}

export async function drawApproximationError(folder: string): Promise<ApproximationErrors> {
  const measured = measureApproximationErrors(folder);
  const { points, summaries, iv, yardstick } = measured;
  writeCsv(
    `${folder}/fig5.csv`,
    [
      `largest |epsilon| in nats over kappa = 20, 25, ..., 500, against enclosures of ${DIGITS} digits`,
      'K0..K4: order-K uniform expansion; bound0..bound2: largest proven bound; full: logNormalizer without terms',
      `scipy_iv, scipy_ive: over the points where it is finite, of ${CONCENTRATIONS.length} (${yardstick})`,
    ],
    ['p', ...ORDERS.map((k) => `K${k}`), ...BOUNDED_ORDERS.map((k) => `bound${k}`), 'full'].concat(
      'scipy_iv',
      'scipy_iv_finite',
      'scipy_ive',
      'scipy_ive_finite',
    ),
    summaries.map((s) => [
      s.p,
      ...[...s.orders, ...s.bounds, s.full].map((v) => v.toExponential(4)),
      ...[s.iv, s.ive].flatMap((peer) =>
        peer?.finite ? [peer.largest.toExponential(4), peer.finite] : ['', peer?.finite ?? ''],
      ),
    ]),
  );
  writeCsv(
    `${folder}/fig5.points.csv`,
    ['epsilon in nats: order-K value less the exact one', `exact: log C_p(kappa), ${DIGITS} digits`],
    ['p', 'kappa', 'exact', ...ORDERS.map((k) => `epsilon_K${k}`)],
    points.map((point) => [
      point.p,
      point.kappa,
      point.exact.toPrecision(DIGITS),
      ...point.errors.map((v) => v.toExponential(6)),
    ]),
  );
  await writeChart(folder, 'fig5', approximationErrorChart(points, summaries, iv));
  return measured;
}
