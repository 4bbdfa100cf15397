/** The kernels over rows, each beside NumPy or SciPy on one thread, and beside a bare copy of its input. */
import { builtKernel } from '../builtKernels.ts';
import { directions, numbers } from '../points.ts';
import { suite } from '../suite.ts';

type Rows = Float32Array | Float64Array;

const rowSums =
  await builtKernel<
    (
      rows: Rows,
      high: Float64Array,
      low: Float64Array,
      squares: Float64Array,
      options: { normalize: boolean },
    ) => void
  >('rowSums');
const squaredDistances =
  await builtKernel<(rows: Rows, mu: Float64Array, distances: Float64Array, squares: Float64Array) => void>(
    'squaredDistances',
  );
const productTransposed =
  await builtKernel<(rows: Rows, matrix: Float64Array, p: number, out: Float64Array) => void>(
    'productTransposed',
  );
const softmaxRows =
  await builtKernel<(rows: Float64Array, columns: number, sums: Float64Array, shares: Float64Array) => void>(
    'softmaxRows',
  );
const logSumExpRows =
  await builtKernel<(rows: Float64Array, columns: number, out: Float64Array) => void>('logSumExpRows');

const n = 100_000;
const p = 256;
const k = 64;

const floats = directions(n, p);
const doubles = Float64Array.from(floats);
const matrix = numbers(k * p);
const logits = numbers(n * k).map((x) => 30 * x);

const squares = new Float64Array(n);
const copyOfFloats = new Float32Array(n * p);
const copyOfDoubles = new Float64Array(n * p);

/** high + low of every column. */
const sumInto = (rows: Rows, normalize: boolean) => (out: Float64Array) => {
  const high = new Float64Array(p);
  const low = new Float64Array(p);
  rowSums(rows, high, low, squares, { normalize });
  for (let j = 0; j < p; j++) out[j] = high[j] + low[j];
};

const columns = Float64Array.of(p);
const copyRivals = (run: () => void) => [
  { name: 'TypedArray.set of the rows', run, compared: false as const },
  { name: 'NumPy copyto of the rows', peer: 'python', kernel: 'copy', compared: false as const },
];

await suite([
  {
    what: 'sums of rows and their lengths, 100,000 x 256 floats',
    input: { rows: floats, columns },
    values: floats.length,
    outputs: p,
    run: sumInto(floats, false),
    rivals: [
      ...copyRivals(() => copyOfFloats.set(floats)),
      { name: 'NumPy sum(axis=0)', peer: 'python', kernel: 'column-sums' },
      { name: 'NumPy sum(axis=0) in doubles', peer: 'python', kernel: 'column-sums-in-doubles' },
    ],
  },
  {
    what: 'sums of rows over their lengths, 100,000 x 256 floats',
    input: { rows: floats, columns },
    values: floats.length,
    outputs: p,
    run: sumInto(floats, true),
    rivals: copyRivals(() => copyOfFloats.set(floats)),
  },
  {
    what: 'sums of rows over their lengths, 100,000 x 256 doubles',
    input: { rows: doubles, columns },
    values: doubles.length,
    outputs: p,
    run: sumInto(doubles, true),
    rivals: [
      ...copyRivals(() => copyOfDoubles.set(doubles)),
      { name: 'NumPy sum(axis=0), no lengths', peer: 'python', kernel: 'column-sums' },
    ],
  },
  {
    what: 'squared distances and lengths, 100,000 x 256 doubles',
    input: { rows: doubles, columns, matrix: matrix.subarray(0, p) },
    values: doubles.length,
    outputs: n,
    run: (out) => squaredDistances(doubles, matrix.subarray(0, p), out, squares),
    rivals: [
      ...copyRivals(() => copyOfDoubles.set(doubles)),
      { name: 'NumPy einsum, distances only', peer: 'python', kernel: 'squared-distances' },
    ],
  },
  {
    what: 'product, 100,000 x 256 doubles by 64 rows, per multiply-add',
    input: { rows: doubles, columns, matrix },
    values: doubles.length * k,
    outputs: n * k,
    run: (out) => productTransposed(doubles, matrix, p, out),
    rivals: [{ name: 'NumPy matmul (OpenBLAS, one thread)', peer: 'python', kernel: 'product' }],
  },
  {
    what: 'product, 100,000 x 256 floats by 64 rows in doubles, per multiply-add',
    input: { rows: doubles, columns, matrix },
    values: floats.length * k,
    outputs: n * k,
    run: (out) => productTransposed(floats, matrix, p, out),
    rivals: [{ name: 'NumPy matmul of doubles', peer: 'python', kernel: 'product' }],
  },
  {
    what: 'softmax and log-sum-exp of rows, 100,000 x 64',
    input: { rows: logits, columns: Float64Array.of(k) },
    values: logits.length,
    run: (out) => softmaxRows(logits, k, squares, out),
    rivals: [
      { name: 'SciPy softmax', peer: 'python', kernel: 'softmax' },
      { name: 'NumPy by hand', peer: 'python', kernel: 'softmax-by-hand' },
    ],
  },
  {
    what: 'log-sum-exp of rows, 100,000 x 64',
    input: { rows: logits, columns: Float64Array.of(k) },
    values: logits.length,
    outputs: n,
    run: (out) => logSumExpRows(logits, k, out),
    rivals: [{ name: 'SciPy logsumexp', peer: 'python', kernel: 'log-sum-exp' }],
  },
]);
