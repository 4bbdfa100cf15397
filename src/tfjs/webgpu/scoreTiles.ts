import type { ComputeKernel } from './ComputeKernel.ts';
import { type Tile, tiledProduct } from './tiledProduct.ts';

/** Stands for a prototype that is not there: exp gives 0 for it. */
const LOWEST = '-3.0e38f';

/** What a tile of scores becomes. */
type Use = 'statistics' | 'statistics with targets' | 'probabilities' | 'gradient';

const READS: Record<Use, readonly string[]> = {
  statistics: [],
  'statistics with targets': ['targets'],
  probabilities: ['logSumExp'],
  gradient: ['logSumExp', 'targets', 'dLoss'],
};

/**
 * Scores l = scale ⟨y_r, w_k⟩ + bias_k of rows against a chunk of the prototypes, tile by tile, each used while
 * it is in registers:
 *
 * - 'statistics': for each row and tile (m, Σ exp(l - m), Σ T (m - l), Σ T), m the largest l, into
 *   [rows, tilesInAll, 4] from `firstTile` on; without targets the last two are 0
 * - 'probabilities': exp(l - logSumExp_r), into [rows, columns]
 * - 'gradient': dLoss_r (Σ_k T · exp(l - logSumExp_r) - T), into [rows, columns], the sum over k of T being
 *   the number of views of the teacher that the row is compared with
 *
 * Targets T of row r = (view j, image b) are the sum over the teacher's views i ≠ j of its probabilities, in a
 * buffer [views · batch, targetColumns] whose column `targetFirst` is the chunk's first.
 */
export function scoreTiles(use: Use, perThread: 4 | 8): ComputeKernel {
  const name = `scoreTiles ${use} ${perThread}`;
  const kernel = kernels.get(name) ?? made(name, use, perThread);
  kernels.set(name, kernel);
  return kernel;
}

const kernels = /* @__PURE__ */ new Map<string, ComputeKernel>();

function made(name: string, use: Use, perThread: 4 | 8): ComputeKernel {
  const hasTargets = use === 'statistics with targets' || use === 'gradient';
  const isStatistics = use === 'statistics' || use === 'statistics with targets';
  return tiledProduct({
    name,
    writes: [isStatistics ? 'statistics' : 'chunk'],
    reads: ['y', 'w', 'bias', ...READS[use]],
    scalars: {
      firstPrototype: 'u32',
      scale: 'f32',
      ...(isStatistics ? { firstTile: 'u32', tilesInAll: 'u32' } : {}),
      ...(hasTargets ? { views: 'u32', batch: 'u32', targetColumns: 'u32', targetFirst: 'u32' } : {}),
    },
    a: { buffer: 'y', transposed: false },
    b: { buffer: 'w', transposed: true, offset: 'scalars.firstPrototype * scalars.inner' },
    perThread,
    declarations: `${isStatistics ? 'var<workgroup> shelf: array<vec4f, 256>;' : ''}
${hasTargets ? TARGET : ''}`,
    epilogue: (tile) => `${logits(tile)}
  ${isStatistics ? statistics(tile, hasTargets) : stored(tile, use === 'gradient')}`,
  });
}

/** T of a row and a column of the chunk that are there. */
const TARGET = `
fn targetOf(row: u32, column: u32) -> f32 {
  let view = row / scalars.batch;
  let image = row - view * scalars.batch;
  var sum = 0.0;
  for (var seen = 0u; seen < scalars.views; seen++) {
    if (seen != view) {
      sum += targets[(seen * scalars.batch + image) * scalars.targetColumns + scalars.targetFirst + column];
    }
  }
  return sum;
}`;

/** Turns the tile's sums into scores, in place. */
const logits = ({ forEachRow, forEachColumn, entry }: Tile): string =>
  forEachColumn(`let isThere = column < scalars.columns;
    var offset = 0.0;
    if (isThere) { offset = bias[scalars.firstPrototype + column]; }
    ${forEachRow(`${entry} = select(${LOWEST}, ${entry} * scalars.scale + offset, isThere);`)}`);

const stored = ({ forEachRow, forEachColumn, entry }: Tile, isGradient: boolean): string =>
  forEachRow(`if (row >= scalars.rows) { break; }
    let line = row * scalars.columns;
    let total = logSumExp[row];
    ${isGradient ? GRADIENT_OF_ROW : ''}
    ${forEachColumn(`if (column < scalars.columns) {
      let probability = exp(${entry} - total);
      chunk[line + column] = ${isGradient ? 'share * (compared * probability - targetOf(row, column))' : 'probability'};
    }`)}`);

const GRADIENT_OF_ROW = `let share = dLoss[row];
    let compared = f32(scalars.views - select(0u, 1u, row / scalars.batch < scalars.views));`;

/** `total`, the shelf's vec4 added up, or otherwise joined, over the 16 threads of a row. */
const overRow = (value: string, total: string, join: (a: string, b: string) => string): string => `
    shelf[thread] = ${value};
    workgroupBarrier();
    var ${total} = shelf[threadRow * 16u];
    for (var lane = 1u; lane < 16u; lane++) { ${total} = ${join(total, 'shelf[threadRow * 16u + lane]')}; }
    workgroupBarrier();`;

/** Four rows of a thread at a time, a component of a vec4 each. */
function statistics({ perThread, forEachRow, forEachColumn, entry }: Tile, hasTargets: boolean): string {
  const inFour = (code: string): string => forEachRow(code, '4u * four', '4u * four + 4u');
  const sum = (a: string, b: string): string => `${a} + ${b}`;
  const withTargets = `
    var distances = vec4f();
    var shares = vec4f();
    ${inFour(`if (row >= scalars.rows) { break; }
    ${forEachColumn(`if (column < scalars.columns) {
      let wanted = targetOf(row, column);
      shares[i % 4u] += wanted;
      distances[i % 4u] += wanted * (top[i % 4u] - ${entry});
    }`)}`)}
    ${overRow('distances', 'distance', sum)}
    ${overRow('shares', 'share', sum)}`;
  return `for (var four = 0u; four < ${perThread / 4}u; four++) {
    var most = vec4f(${LOWEST});
    ${inFour(forEachColumn(`most[i % 4u] = max(most[i % 4u], ${entry});`))}
    ${overRow('most', 'top', (a, b) => `max(${a}, ${b})`)}
    var exps = vec4f();
    ${inFour(forEachColumn(`exps[i % 4u] += exp(${entry} - top[i % 4u]);`))}
    ${overRow('exps', 'sumOfExps', sum)}
    ${hasTargets ? withTargets : 'let distance = vec4f(); let share = vec4f();'}
    if (threadColumn < 4u) {
      let row = firstRow + 64u * four + 4u * threadRow + threadColumn;
      if (row < scalars.rows) {
        let at = 4u * (row * scalars.tilesInAll + scalars.firstTile + group.x);
        statistics[at] = top[threadColumn];
        statistics[at + 1u] = sumOfExps[threadColumn];
        statistics[at + 2u] = distance[threadColumn];
        statistics[at + 3u] = share[threadColumn];
      }
    }
  }`;
}
