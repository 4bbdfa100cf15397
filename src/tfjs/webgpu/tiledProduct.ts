import { type ComputeKernel, computeKernel, type ScalarKind } from './ComputeKernel.ts';

/** How an operand lies in memory: its rows and columns as they are, or swapped. */
export type Operand = { readonly buffer: string; readonly transposed: boolean; readonly offset?: string };

export type ProductDescription = {
  readonly name: string;
  readonly writes: readonly string[];
  readonly reads: readonly string[];
  readonly scalars?: Readonly<Record<string, ScalarKind>>;
  /** A [rows, inner] and B [inner, columns]. */
  readonly a: Operand;
  readonly b: Operand;
  /** Entries of the tile that each of the 256 threads computes along each side, 4 or 8: a tile is 64 or 128 wide. */
  readonly perThread: 4 | 8;
  /** The part of the inner axis that this workgroup sums, as two u32. @default all of it */
  readonly innerRange?: { readonly from: string; readonly to: string };
  readonly declarations?: string;
  /** Before the sums: what the epilogue needs from `group`. */
  readonly prologue?: string;
  /** What is done with the tile once it is summed, in terms of `forEachRow` and `forEachColumn`. */
  readonly epilogue: (tile: Tile) => string;
};

/**
 * Loops over a thread's part of the summed tile, as code. Within both of them `entry` is the sum, to read or
 * to change; their order is free.
 */
export type Tile = {
  readonly perThread: number;
  /** Loops `i` over the thread's rows; `row` is a row's number (u32), which may be beyond the last. */
  readonly forEachRow: (code: string, from?: string, to?: string) => string;
  /** Loops `j` over its columns; `column` likewise. */
  readonly forEachColumn: (code: string) => string;
  readonly entry: string;
};

const THREADS_ALONG_A_SIDE = 16;

/**
 * The matrix product A·B, [rows, inner] x [inner, columns], of 256 threads a workgroup, with an epilogue on
 * the sums while they are in registers.
 *
 * A workgroup owns a tile of 64² or 128² sums, a thread 4² or 8² of them in registers. Slices of both operands
 * pass through workgroup memory, 8 KiB in all: every thread fetches one vec4 of each while it works on the
 * slice before, and each value fetched is used 64 or 128 times. A thread's entries lie four and four together,
 * 64 apart, so that neighbours read neighbouring words of workgroup memory; what is fetched across its rows
 * has these padded by a word of four. Neighbouring threads fetch neighbouring words of a row of the operand.
 * Out of bounds, operands are 0. The order of summation is fixed: the same bits in every run.
 *
 * The kernel needs the scalars `rows`, `inner`, `columns`, and a grid of
 * [⌈columns/tile⌉, ⌈rows/tile⌉, anything].
 */
export function tiledProduct(description: ProductDescription): ComputeKernel {
  const { perThread, a, b, innerRange = { from: '0u', to: 'scalars.inner' } } = description;
  const tile = THREADS_ALONG_A_SIDE * perThread;
  const depth = 1024 / tile;
  const vectors = tile / 4;
  const stride = vectors + 1;
  const parts = perThread / 4;
  const each = <T>(count: number, f: (index: number) => T): T[] =>
    Array.from({ length: count }, (_, i) => f(i));

  const fetched = (side: 'A' | 'B'): { position: string; code: string } => {
    const operand = side === 'A' ? a : b;
    const length = side === 'A' ? 'scalars.rows' : 'scalars.columns';
    const origin = side === 'A' ? 'firstRow' : 'firstColumn';
    // Whether neighbours along the tile's side are neighbours in memory.
    const alongSide = (side === 'A') === operand.transposed;
    const stepSide = alongSide ? '1u' : 'scalars.inner';
    const stepInner = alongSide ? length : '1u';
    const offset = operand.offset ? `${operand.offset} + ` : '';
    const inSide = alongSide ? `thread % ${vectors}u` : `thread / ${depth}u`;
    const inInner = alongSide ? `thread / ${vectors}u` : `thread % ${depth}u`;
    const component = (c: number): string =>
      `select(0.0, ${operand.buffer}[${offset}at${side} + ${c}u * ${stepSide}], inside && side${side} + ${c}u < ${length})`;
    return {
      position: `let side${side} = ${origin} + 4u * (${inSide});
  let slot${side} = (${inInner}) * ${stride}u + ${inSide};
  var next${side} = vec4f();`,
      code: `{
      let innermost = start + ${inInner};
      let inside = innermost < ${innerRange.to};
      let at${side} = side${side} * ${stepSide} + innermost * ${stepInner};
      next${side} = vec4f(${each(4, component).join(', ')});
    }`,
    };
  };
  const [fetchA, fetchB] = [fetched('A'), fetched('B')];

  const products = each(parts, (u) =>
    each(4, (c) => each(parts, (v) => `sum${4 * u + c}_${v} += a${u}.${'xyzw'[c]} * b${v};`).join(' ')).join(
      '\n      ',
    ),
  ).join('\n      ');

  const sums: Tile = {
    perThread,
    forEachRow: (code, from = '0u', to = `${perThread}u`) => `for (var i = ${from}; i < ${to}; i++) {
    let row = firstRow + (i / 4u) * 64u + 4u * threadRow + i % 4u;
    ${code}
  }`,
    forEachColumn: (code) => `for (var j = 0u; j < ${perThread}u; j++) {
    let column = firstColumn + (j / 4u) * 64u + 4u * threadColumn + j % 4u;
    ${code}
  }`,
    entry: `entries[i * ${parts}u + j / 4u][j % 4u]`,
  };

  return computeKernel({
    name: description.name,
    writes: description.writes,
    reads: description.reads,
    scalars: { rows: 'u32', inner: 'u32', columns: 'u32', ...description.scalars },
    declarations: `var<workgroup> sliceA: array<vec4f, ${depth * stride}>;
var<workgroup> sliceB: array<vec4f, ${depth * stride}>;
${description.declarations ?? ''}`,
    body: `
  let firstRow = group.y * ${tile}u;
  let firstColumn = group.x * ${tile}u;
  let threadRow = thread / ${THREADS_ALONG_A_SIDE}u;
  let threadColumn = thread % ${THREADS_ALONG_A_SIDE}u;
  ${description.prologue ?? ''}
  ${each(perThread, (i) => each(parts, (v) => `var sum${i}_${v} = vec4f();`).join(' ')).join('\n  ')}
  ${fetchA.position}
  ${fetchB.position}
  var start = ${innerRange.from};
  loop {
    // The next slice is on its way while this one is worked on.
    if (start < ${innerRange.to}) {
    ${fetchA.code}
    ${fetchB.code}
    }
    if (start > ${innerRange.from}) {
      for (var k = 0u; k < ${depth}u; k++) {
        let lineA = k * ${stride}u + threadRow;
        let lineB = k * ${stride}u + threadColumn;
        ${each(parts, (u) => `let a${u} = sliceA[lineA + ${16 * u}u];`).join(' ')}
        ${each(parts, (v) => `let b${v} = sliceB[lineB + ${16 * v}u];`).join(' ')}
        ${products}
      }
    }
    if (start >= ${innerRange.to}) { break; }
    workgroupBarrier();
    sliceA[slotA] = nextA;
    sliceB[slotB] = nextB;
    workgroupBarrier();
    start += ${depth}u;
  }
  // In loops from here on: nothing of it takes time beside the sums, and it is a fifth of the code to compile.
  var entries = array<vec4f, ${perThread * parts}>(${each(perThread, (i) => each(parts, (v) => `sum${i}_${v}`).join(', ')).join(', ')});
  ${description.epilogue(sums)}`,
  });
}
