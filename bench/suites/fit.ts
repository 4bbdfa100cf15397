/** The fit of 1 GB of unit rows, beside what it costs to copy them and to average them. */
import { fit } from 'von-mises-fisher';
import { directions } from '../points.ts';
import { suite } from '../suite.ts';

const n = 1_000_000;
const p = 256;
const rows = directions(n, p);
const copy = new Float32Array(rows.length);

await suite([
  {
    what: 'fit, 1,000,000 x 256 floats',
    input: { rows, columns: Float64Array.of(p) },
    values: rows.length,
    outputs: p,
    // The mean of the rows, out of what is fitted.
    run: (out) => {
      const { distribution, rBar } = fit(rows, { dimension: p });
      for (let j = 0; j < p; j++) out[j] = rBar * distribution.mu[j];
    },
    rivals: [
      { name: 'TypedArray.set of the rows', run: () => copy.set(rows), compared: false },
      { name: 'NumPy copyto of the rows', peer: 'python', kernel: 'copy', compared: false },
      { name: 'NumPy mean(axis=0)', peer: 'python', kernel: 'column-means' },
      { name: 'NumPy mean(axis=0) in doubles', peer: 'python', kernel: 'column-means-in-doubles' },
      // Its κ is 1e-8 from p = 67 on.
      { name: 'SciPy vonmises_fisher.fit', peer: 'python', kernel: 'fit', compared: false },
    ],
  },
]);
