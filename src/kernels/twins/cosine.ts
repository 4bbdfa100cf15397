import { logOnePlus } from '../logOnePlus.ts';
import { openUniform } from '../openUniform.ts';
import type { RowPlan } from '../rowPlan.ts';
import { tableLogarithm } from '../tableLogarithm.ts';
import type { Bits } from '../Xoshiro256.ts';
import type { ZigguratLayers } from '../zigguratLayers.ts';
import { normal } from './normal.ts';
import type { Row } from './Row.ts';

/**
 * Draws t = μ·x for p >= 4: sets `complement` 1 - t and `scale` √(1 - t²).
 *
 * A. T. A. Wood, Commun. Statist. Simul. 23(1), 1994, with his beta variate as G1/(G1 + G2), G1 and G2 gamma
 * variates of shape (p - 1)/2. With D = G2 + b G1 everything is free of cancellation, and of κ:
 *
 *   1 - W = 2 b G1/D,   1 + W = 2 G2/D
 *
 * With x0 = (1 - b)/(1 + b) his test, κ (W - x0) + (p - 1) log((1 - x0 W)/(1 - x0²)) >= log U, becomes
 *
 *   (p - 1) (e + log(1 - e)) >= log U,   e = (1 - b)(G2 - G1)/(2 D),
 *
 * by W - x0 = 2b (G2 - G1)/((1 + b) D), (1 - x0 W)/(1 - x0²) = (1 + b)(G1 + G2)/(2 D) = 1 - e and
 * 4 κ b = (p - 1)(1 - b²), the equation b solves. It accepts 1/√(1 + x0²) >= 0.7 of the proposals as p grows.
 */
export function cosine(plan: RowPlan, bits: Bits, layers: ZigguratLayers, row: Row): void {
  const { p, b, half } = plan;
  for (;;) {
    const g1 = gamma(plan, bits, layers);
    const g2 = gamma(plan, bits, layers);
    const divisor = g2 + b * g1;
    const excess = (half * (g2 - g1)) / divisor;
    if (!((p - 1) * (excess + logOnePlus(-excess)) >= tableLogarithm(openUniform(bits)))) continue;
    row.complement = (2 * b * g1) / divisor;
    row.scale = Math.sqrt(row.complement * ((2 * g2) / divisor));
    return;
  }
}

/**
 * A gamma variate of shape (p - 1)/2 >= 1, up to a factor that cancels in W.
 * G. Marsaglia and W. W. Tsang, ACM TOMS 26(3), 2000.
 */
function gamma({ shape, slope }: RowPlan, bits: Bits, layers: ZigguratLayers): number {
  for (;;) {
    const x = normal(bits, layers);
    const root = 1 + slope * x;
    if (root <= 0) continue;
    const cube = root * root * root;
    const u = openUniform(bits);
    const x2 = x * x;
    if (u < 1 - 0.0331 * x2 * x2) return cube;
    if (tableLogarithm(u) < 0.5 * x2 + shape * (1 - cube + tableLogarithm(cube))) return cube;
  }
}
