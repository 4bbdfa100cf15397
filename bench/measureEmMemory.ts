/** measureEmMemory.ts KIND N P K: prints the bytes that the first fit in this process holds beyond its rows. */
import { fitMixture } from 'von-mises-fisher/mixture';
import { emProblem, sparseEmProblem } from './emProblem.ts';
import { memoryBeyond } from './memoryBeyond.ts';

const [kind, ...sizes] = process.argv.slice(2);
const [n, p, k] = sizes.map(Number);
const { rows, start } = kind === 'sparse' ? sparseEmProblem(n, p, k) : emProblem(n, p, k);
const data = kind === 'floats' ? Float32Array.from(rows as Float64Array) : rows;
console.log(
  await memoryBeyond(() => {
    fitMixture(data, k, { dimension: p, initialization: start, maxIterations: 1 });
  }),
);
