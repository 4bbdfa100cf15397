import { logOnePlus } from './logOnePlus';
import { openUniform } from './openUniform';
import { resume, suspend } from './Xoshiro256';

/** `count` rows of three doubles at `out`: ../twins/sphereRow.ts step by step. `frame` holds nine doubles. */
export function sphereRows(state: usize, frame: usize, kappa: f64, mass: f64, out: usize, count: i32): void {
  resume(state);
  for (const end = out + <usize>count * 24; out < end; ) {
    const x = 2 * openUniform() - 1;
    const y = 2 * openUniform() - 1;
    const r2 = x * x + y * y;
    if (r2 >= 1) continue;
    const complement = mass === 0 ? 2 * r2 : -logOnePlus(-r2 * mass) / kappa;
    const scale = sqrt((complement * max<f64>(0, 2 - complement)) / r2);
    const share = 1 - complement;
    for (const row = out + 24, shift = frame - out; out < row; out += 8) {
      const tangent = x * load<f64>(out + shift, 24) + y * load<f64>(out + shift, 48);
      store<f64>(out, scale * tangent + share * load<f64>(out + shift));
    }
  }
  suspend();
}
