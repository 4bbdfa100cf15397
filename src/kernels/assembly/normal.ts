import { NORMAL_CONSTANTS, ZIGGURAT_EDGES, ZIGGURAT_HEIGHTS } from '../memoryLayout';
import { openUniform, openUniformOf } from './openUniform';
import { tableExponential } from './tableExponential';
import { tableLogarithm } from './tableLogarithm';
import { nextBits, other, resume, suspend, turn } from './Xoshiro256';

/** Where in a table of doubles the layer is that the bits choose: the ten below the upper 52. */
function layerOf(bits: i32): usize {
  return (bits << 1) & (1023 << 3);
}

/** A standard normal variate: ../twins/normal.ts step by step, to the same bits. */
export function normal(): f64 {
  const bits = nextBits();
  const layer = layerOf(<i32>bits);
  const x = <f64>(<i64>bits >> 12) * (1.0 / 2251799813685248.0) * load<f64>(layer, ZIGGURAT_EDGES); // 2^-51
  return abs(x) < load<f64>(layer, ZIGGURAT_EDGES + 8) ? x : outer(layer, x);
}

/** The variate where x of the layer of this row does not lie wholly under the curve: fewer than one time in a hundred. */
function outer(layer: usize, x: f64): f64 {
  if (layer === 0) return x < 0 ? -tail() : tail();
  return isUnderCurve(layer, x, openUniform()) ? x : normal();
}

/** Whether a point of the layer at abscissa x, its height by u, lies under e^(-x²/2). */
function isUnderCurve(layer: usize, x: f64, u: f64): bool {
  const foot = load<f64>(layer, ZIGGURAT_HEIGHTS);
  const y = foot + u * (load<f64>(layer, ZIGGURAT_HEIGHTS + 8) - foot);
  return y < tableExponential(-0.5 * x * x);
}

function tail(): f64 {
  const start = load<f64>(ZIGGURAT_EDGES + 8);
  while (true) {
    const beyond = -tableLogarithm(openUniform()) / start;
    if (-2 * tableLogarithm(openUniform()) > beyond * beyond) return start + beyond;
  }
}

/** A word of the state of either lane, the one whose turn it is first. */
function bothLanes(word: usize): v128 {
  return v128.load_lane<u64>(other + word, v128.load64_zero(turn + word), 1);
}

function leaveLanes(word: usize, values: v128): void {
  v128.store_lane<u64>(turn + word, values, 0);
  v128.store_lane<u64>(other + word, values, 1);
}

/** The first of `before`, and the second of `after`, in reverse. */
function turned(before: v128, after: v128): v128 {
  return v128.shuffle<u64>(before, after, 1, 2);
}

/**
 * Writes variates from `out` on, two at a time, both lanes of the generator in vectors and no call in the loop, as
 * long as there is room for two up to `last`, or up to one of the tail; returns where that is, the generator standing
 * before it.
 */
function fillQuickly(out: usize, last: usize): usize {
  let a = bothLanes(0);
  let b = bothLanes(8);
  let c = bothLanes(16);
  let d = bothLanes(24);
  const three = v128.load(NORMAL_CONSTANTS);
  const sign = v128.load(NORMAL_CONSTANTS, 16);
  while (out <= last) {
    const sum = i64x2.add(a, d);
    let bits = i64x2.add(v128.or(i64x2.shl(sum, 23), i64x2.shr_u(sum, 41)), a);
    // As a number, 3 plus the signed integer of the upper 52 bits times 2^-51.
    const abscissas = f64x2.sub(v128.xor(i64x2.shr_u(bits, 12), three), three);
    const i = layerOf(i32x4.extract_lane(bits, 0));
    const j = layerOf(i32x4.extract_lane(bits, 2));
    const edges = v128.load_lane<u64>(j, v128.load64_zero(i, ZIGGURAT_EDGES), 1, ZIGGURAT_EDGES);
    const within = v128.load_lane<u64>(j, v128.load64_zero(i, ZIGGURAT_EDGES + 8), 1, ZIGGURAT_EDGES + 8);
    const pair = f64x2.mul(abscissas, edges);
    v128.store(out, pair);
    const beyond = i64x2.bitmask(f64x2.ge(v128.andnot(pair, sign), within));
    if (beyond === 0) out += 16;
    else {
      let layer = i;
      let x = f64x2.extract_lane(pair, 0);
      if (beyond === 2) {
        // The first is done. Its lane makes its step, and the lanes change places, so that the second is the first.
        out += 8;
        layer = j;
        x = f64x2.extract_lane(pair, 1);
        const e = v128.xor(c, a);
        const f = v128.xor(d, b);
        const g = v128.xor(e, i64x2.shl(b, 17));
        a = turned(a, v128.xor(a, f));
        b = turned(b, v128.xor(b, e));
        c = turned(c, g);
        d = turned(d, v128.or(i64x2.shl(f, 45), i64x2.shr_u(f, 19)));
        const sum = i64x2.add(a, d);
        bits = i64x2.add(v128.or(i64x2.shl(sum, 23), i64x2.shr_u(sum, 41)), a);
      }
      if (layer === 0) break;
      store<f64>(out, x);
      // The bits of the other lane decide.
      if (isUnderCurve(layer, x, openUniformOf(i64x2.extract_lane(bits, 1)))) out += 8;
    }
    const shifted = i64x2.shl(b, 17);
    c = v128.xor(c, a);
    d = v128.xor(d, b);
    b = v128.xor(b, c);
    a = v128.xor(a, d);
    c = v128.xor(c, shifted);
    d = v128.or(i64x2.shl(d, 45), i64x2.shr_u(d, 19));
  }
  leaveLanes(0, a);
  leaveLanes(8, b);
  leaveLanes(16, c);
  leaveLanes(24, d);
  return out;
}

/** Fills `count` doubles at `out`: what one call of `normal` after another would give. */
export function fillNormals(out: usize, count: i32): void {
  const end = out + ((<usize>count) << 3);
  while (true) {
    out = fillQuickly(out, end - 16);
    if (out >= end) break;
    store<f64>(out, normal());
    out += 8;
  }
}

/** ../twins/normals.ts over `count` doubles at `out`, the generator's words at `state`. */
export function normals(state: usize, out: usize, count: i32): void {
  resume(state);
  fillNormals(out, count);
  suspend();
}
