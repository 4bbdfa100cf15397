import { ZIGGURAT_EDGES, ZIGGURAT_HEIGHTS } from '../memoryLayout';
import { openUniform } from './openUniform';
import { tableExponential } from './tableExponential';
import { tableLogarithm } from './tableLogarithm';
import { nextBits, resume, s0, s1, s2, s3, setState, stepBack, suspend } from './Xoshiro256';

/** A standard normal variate: ../twins/normal.ts step by step, to the same bits. */
export function normal(): f64 {
  const bits = nextBits();
  const edges = <usize>ZIGGURAT_EDGES + ((<usize>bits & 511) << 4);
  const x = <f64>(<i64>bits >> 10) * load<f64>(edges);
  return abs(x) < load<f64>(edges, 8) ? x : outer(<i32>bits & 511, x);
}

/** The variate where x of layer `layer` does not lie wholly under the curve: fewer than one time in a hundred. */
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

/** The layer of the abscissa where `fillQuickly` stopped, or -1 if its neighbour is the one to redo. */
let stoppedIn: i32 = 0;

/**
 * Writes pairs of variates from `out` on, the generator in locals and no call in the loop, up to `end` or to a pair
 * of which one does not lie wholly under the curve; returns where that is.
 */
function fillQuickly(out: usize, end: usize): usize {
  let a = s0;
  let b = s1;
  let c = s2;
  let d = s3;
  while (out < end) {
    const first = rotl<u64>(a + d, 23) + a;
    let shifted = b << 17;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotl<u64>(d, 45);
    const second = rotl<u64>(a + d, 23) + a;
    shifted = b << 17;
    c ^= a;
    d ^= b;
    b ^= c;
    a ^= d;
    c ^= shifted;
    d = rotl<u64>(d, 45);
    const firstEdges = <usize>ZIGGURAT_EDGES + ((<usize>(first & 511)) << 4);
    const x = <f64>(<i64>first >> 10) * load<f64>(firstEdges);
    const secondEdges = <usize>ZIGGURAT_EDGES + ((<usize>(second & 511)) << 4);
    const y = <f64>(<i64>second >> 10) * load<f64>(secondEdges);
    store<f64>(out, x);
    store<f64>(out, y, 8);
    if (!(abs(x) < load<f64>(firstEdges, 8))) {
      stoppedIn = <i32>first & 511;
      break;
    }
    if (!(abs(y) < load<f64>(secondEdges, 8))) {
      stoppedIn = -1;
      break;
    }
    out += 16;
  }
  setState(a, b, c, d);
  return out;
}

/** Fills `count` doubles at `out`: what one call of `normal` after another would give. */
export function fillNormals(out: usize, count: i32): void {
  const end = out + ((<usize>(count & ~1)) << 3);
  while (true) {
    out = fillQuickly(out, end);
    if (out >= end) break;
    stepBack(); // to the state between the two
    if (stoppedIn >= 0) store<f64>(out, outer(stoppedIn, load<f64>(out)));
    store<f64>(out, normal(), 8);
    out += 16;
  }
  if (count & 1) store<f64>(out, normal());
}

/** ../twins/normals.ts over `count` doubles at `out`, the generator's words at `state`. */
export function normals(state: usize, out: usize, count: i32): void {
  resume(state);
  fillNormals(out, count);
  suspend(state);
}
