import { logOnePlus } from './logOnePlus';
import { fillNormals, normal } from './normal';
import { openUniform } from './openUniform';
import { tableLogarithm } from './tableLogarithm';
import { resume, suspend } from './Xoshiro256';

/** The gamma variate of ../twins/cosine.ts. */
function gamma(shape: f64, slope: f64): f64 {
  while (true) {
    const x = normal();
    const root = 1 + slope * x;
    if (root <= 0) continue;
    const cube = root * root * root;
    const u = openUniform();
    const x2 = x * x;
    if (u < 1 - 0.0331 * x2 * x2) return cube;
    if (tableLogarithm(u) < 0.5 * x2 + shape * (1 - cube + tableLogarithm(cube))) return cube;
  }
}

/** |z - along μ|² over p columns. */
function across(z: usize, mu: usize, p: i32, along: f64): f64 {
  let sum: f64 = 0;
  for (let at: usize = 0, end = (<usize>p) << 3; at < end; at += 8) {
    const rest = load<f64>(z + at) - along * load<f64>(mu + at);
    sum += rest * rest;
  }
  return sum;
}

/**
 * `count` rows of p >= 4 doubles at `out`: ../twins/cosine.ts and ../twins/hypersphereRow.ts step by step. The
 * normal variates z lie in the row itself until scale z + share μ takes their place.
 */
export function hypersphereRows(
  state: usize,
  mu: usize,
  p: i32,
  b: f64,
  half: f64,
  shape: f64,
  slope: f64,
  out: usize,
  count: i32,
): void {
  resume(state);
  const width = (<usize>p) << 3;
  const whole = (<usize>(p & ~3)) << 3;
  for (const end = out + width * count; out < end; ) {
    const g1 = gamma(shape, slope);
    const g2 = gamma(shape, slope);
    const divisor = g2 + b * g1;
    const excess = (half * (g2 - g1)) / divisor;
    if (!(<f64>(p - 1) * (excess + logOnePlus(-excess)) >= tableLogarithm(openUniform()))) continue;
    const complement = (2 * b * g1) / divisor;
    const sine = sqrt(complement * ((2 * g2) / divisor));

    fillNormals(out, p);
    let d = f64x2.splat(0);
    let e = f64x2.splat(0);
    let q = f64x2.splat(0);
    let r = f64x2.splat(0);
    let at: usize = 0;
    for (; at < whole; at += 32) {
      const z = v128.load(out + at);
      const y = v128.load(out + at, 16);
      d = f64x2.add(d, f64x2.mul(z, v128.load(mu + at)));
      e = f64x2.add(e, f64x2.mul(y, v128.load(mu + at, 16)));
      q = f64x2.add(q, f64x2.mul(z, z));
      r = f64x2.add(r, f64x2.mul(y, y));
    }
    d = f64x2.add(d, e);
    q = f64x2.add(q, r);
    let along = f64x2.extract_lane(d, 0) + f64x2.extract_lane(d, 1);
    let squares = f64x2.extract_lane(q, 0) + f64x2.extract_lane(q, 1);
    for (; at < width; at += 8) {
      const z = load<f64>(out + at);
      along += z * load<f64>(mu + at);
      squares += z * z;
    }
    let rest = squares - along * along;
    if (!(rest > 0.125 * squares)) rest = across(out, mu, p, along);
    const scale = sine / sqrt(rest);
    const share = 1 - complement - scale * along;
    const scales = f64x2.splat(scale);
    const shares = f64x2.splat(share);
    for (at = 0; at < whole; at += 16) {
      const sum = f64x2.add(f64x2.mul(scales, v128.load(out + at)), f64x2.mul(shares, v128.load(mu + at)));
      v128.store(out + at, sum);
    }
    for (; at < width; at += 8) {
      store<f64>(out + at, scale * load<f64>(out + at) + share * load<f64>(mu + at));
    }
    out += width;
  }
  suspend();
}
