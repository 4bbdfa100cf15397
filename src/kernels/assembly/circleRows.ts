import { logOnePlus } from './logOnePlus';
import { openUniform } from './openUniform';
import { tableLogarithm } from './tableLogarithm';
import { resume, suspend } from './Xoshiro256';

/** `count` rows of two doubles at `out`: ../twins/circleRow.ts step by step. `frame` holds four doubles. */
export function circleRows(state: usize, frame: usize, b: f64, half: f64, out: usize, count: i32): void {
  resume(state);
  for (const end = out + ((<usize>count) << 4); out < end; ) {
    const x = 2 * openUniform() - 1;
    const y = 2 * openUniform() - 1;
    const x2 = x * x;
    const y2 = y * y;
    const r2 = x2 + y2;
    if (r2 >= 1) continue;
    const divisor = y2 + b * x2;
    const excess = (half * (y2 - x2)) / divisor;
    if (!(excess + logOnePlus(-excess) >= tableLogarithm(r2))) continue;
    const complement = (2 * b * x2) / divisor;
    const sine = sqrt(complement * ((2 * y2) / divisor));
    const scale = x < 0 ? -sine : sine;
    const share = 1 - complement;
    store<f64>(out, scale * load<f64>(frame, 16) + share * load<f64>(frame));
    store<f64>(out, scale * load<f64>(frame, 24) + share * load<f64>(frame, 8), 8);
    out += 16;
  }
  suspend();
}
