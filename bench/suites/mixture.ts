/** One iteration of EM for mixtures, beside NumPy, SciPy and a loop as in spherecluster doing the same. */
import { emMemory } from '../emMemory.ts';
import { emProblem, oneIteration, outputsOf, PASSES, sparseEmProblem, startInput } from '../emProblem.ts';
import { suite } from '../suite.ts';

const n = 100_000;
const p = 256;
const k = 64;
/** For the loop in Python, whose time is in proportion to rows. */
const few = 10_000;

const { rows: doubles, start } = emProblem(n, p, k);
const floats = Float32Array.from(doubles);
/** Components so wide that every row belongs to many of them. */
const wide = emProblem(n, p, k, 10);
const fewRows = doubles.subarray(0, few * p);
const words = sparseEmProblem(n, 50_000, 50);

const outputs = outputsOf(start);
const measure = { rounds: 5, calls: 1 };
const rival = (name: string, kernel: string, target?: number, peer = 'python') => ({
  name,
  peer,
  kernel,
  target,
});

await suite([
  {
    what: 'EM, 100,000 x 256 doubles, K = 64, a row in a pass',
    input: { rows: doubles, ...startInput(start) },
    values: n * PASSES,
    outputs,
    run: oneIteration(doubles, start),
    rivals: [
      rival('NumPy (OpenBLAS, one thread), all rows at once', 'em', 0.6),
      rival('NumPy (OpenBLAS, one thread), 1,024 rows at a time', 'em-in-blocks', 0.6),
    ],
    measure,
    memory: emMemory('doubles', n, p, k),
  },
  {
    what: 'the same, components so wide that no share is negligible',
    input: { rows: wide.rows, ...startInput(wide.start) },
    values: n * PASSES,
    outputs,
    run: oneIteration(wide.rows, wide.start),
    rivals: [
      rival('NumPy (OpenBLAS, one thread), all rows at once', 'em', 0.6),
      rival('NumPy (OpenBLAS, one thread), 1,024 rows at a time', 'em-in-blocks', 0.6),
    ],
    measure,
  },
  {
    what: 'EM, 100,000 x 256 doubles, K = 64, on the clock, two threads',
    input: { rows: doubles, ...startInput(start) },
    values: n * PASSES,
    outputs,
    run: oneIteration(doubles, start, { workers: 2 }),
    rivals: [
      rival('NumPy (OpenBLAS, two threads), all rows at once', 'em', 0.6, 'python-2'),
      rival('NumPy (OpenBLAS, two threads), 1,024 rows at a time', 'em-in-blocks', 0.6, 'python-2'),
    ],
    measure: { ...measure, clock: 'wall' },
  },
  {
    what: "EM, 100,000 x 256 floats, K = 64, precision 'single', a row in a pass",
    input: { rows: floats, ...startInput(start) },
    values: n * PASSES,
    outputs,
    run: oneIteration(floats, start, { precision: 'single' }),
    rivals: [
      rival('NumPy in floats throughout, all rows at once', 'em', 1),
      rival('NumPy in floats throughout, 1,024 rows at a time', 'em-in-blocks', 1),
    ],
    measure,
    memory: emMemory('floats', n, p, k),
  },
  {
    what: 'EM, 10,000 x 256 doubles, K = 64, a row in a pass',
    input: { rows: fewRows, ...startInput(start) },
    values: few * PASSES,
    outputs,
    run: oneIteration(fewRows, start),
    rivals: [rival('loop in Python as in spherecluster', 'em-loop', 20)],
    measure: { rounds: 3, calls: 1 },
  },
  {
    what: 'EM, 100,000 x 50,000 sparse doubles, 100 a row, K = 50, a row in a pass',
    input: {
      data: words.rows.data,
      indices: words.rows.indices,
      indptr: words.rows.indptr,
      ...startInput(words.start),
    },
    values: n * PASSES,
    outputs: outputsOf(words.start),
    run: oneIteration(words.rows, words.start),
    rivals: [rival('SciPy csr_matrix and NumPy, all rows at once', 'em-sparse')],
    measure: { rounds: 3, calls: 1 },
    memory: emMemory('sparse', n, 50_000, 50),
  },
]);
