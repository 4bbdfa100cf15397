import { ZIGGURAT_EDGES, ZIGGURAT_HEIGHTS } from '../memoryLayout';
import { openUniform } from './openUniform';
import { tableExponential } from './tableExponential';
import { tableLogarithm } from './tableLogarithm';
import { nextPair, resume, s0, s1, s2, s3, setState, suspend } from './Xoshiro128';

/** A standard normal variate: ../twins/normal.ts step by step, to the same bits. */
export function normal(): f64 {
  const bits = nextPair();
  const edges = <usize>ZIGGURAT_EDGES + ((<usize>bits & 255) << 4);
  const x = <f64>(<i64>bits >> 10) * load<f64>(edges);
  return abs(x) < load<f64>(edges, 8) ? x : outer(<i32>bits & 255, x);
}

/** The variate where x of layer `layer` does not lie wholly under the curve: about one time in a hundred. */
function outer(layer: i32, x: f64): f64 {
  if (layer === 0) return x < 0 ? -tail() : tail();
  const foot = load<f64>(ZIGGURAT_HEIGHTS + (layer << 3));
  const y = foot + openUniform() * (load<f64>(ZIGGURAT_HEIGHTS + (layer << 3), 8) - foot);
  return y < tableExponential(-0.5 * x * x) ? x : normal();
}

function tail(): f64 {
  const start = load<f64>(ZIGGURAT_EDGES, 8);
  while (true) {
    const beyond = -tableLogarithm(openUniform()) / start;
    if (-2 * tableLogarithm(openUniform()) > beyond * beyond) return start + beyond;
  }
}

/** Fills `count` doubles at `out`. The loop keeps the generator in locals. */
export function fillNormals(out: usize, count: i32): void {
  let a = s0;
  let b = s1;
  let c = s2;
  let d = s3;
  for (const end = out + ((<usize>count) << 3); out < end; out += 8) {
    // Two steps of the generator.
    let sum = a + d;
    const low = rotl<u32>(sum, 7) + a;
    let t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl<u32>(d, 11);
    sum = a + d;
    const high = rotl<u32>(sum, 7) + a;
    t = b << 9;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= t;
    d = rotl<u32>(d, 11);

    const bits = ((<u64>high) << 32) | low;
    const edges = ZIGGURAT_EDGES + ((low & 255) << 4);
    let x = <f64>(<i64>bits >> 10) * load<f64>(edges);
    if (!(abs(x) < load<f64>(edges, 8))) {
      setState(a, b, c, d);
      x = outer(<i32>(low & 255), x);
      a = s0;
      b = s1;
      c = s2;
      d = s3;
    }
    store<f64>(out, x);
  }
  setState(a, b, c, d);
}

/** ../twins/normals.ts over `count` doubles at `out`, the generator's four words at `state`. */
export function normals(state: usize, out: usize, count: i32): void {
  resume(state);
  fillNormals(out, count);
  suspend(state);
}
