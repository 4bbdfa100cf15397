/**
 * Clusters embeddings from an .npy file: 3,000 rows of 128 numbers in single precision, first with a known number of
 * components, then with the number that BIC prefers, and chunk by chunk as for a file larger than memory.
 *
 *     npx tsx examples/clusterEmbeddings.ts
 */
import { closeSync, mkdtempSync, openSync, readFileSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { VonMisesFisher } from 'von-mises-fisher';
import {
  fitMixture,
  fitMixtureStream,
  selectComponents,
  VonMisesFisherMixture,
} from 'von-mises-fisher/mixture';

// Stand-ins for the unit vectors of a sentence encoder: five topics, some wider than others.
const p = 128;
const n = 3000;
const topics = VonMisesFisher.uniform(p).samples(5, { seed: 11 });
const truth = new VonMisesFisherMixture(
  [0.4, 0.2, 0.2, 0.1, 0.1],
  [90, 120, 150, 200, 250].map((kappa, k) => new VonMisesFisher(topics.subarray(k * p, (k + 1) * p), kappa)),
);
const drawn = truth.samplesWithComponents(n, { seed: 2026 });

// The file: ten bytes, a Python dictionary padded to a multiple of 64, the numbers. np.load reads it too.
const folder = mkdtempSync(join(tmpdir(), 'embeddings-'));
const file = join(folder, 'embeddings.npy');
const shape = `{'descr': '<f4', 'fortran_order': False, 'shape': (${n}, ${p}), }`;
const header = Buffer.from(`\x93NUMPY\x01\x00\x76\x00${shape.padEnd(117)}\n`, 'latin1');
writeFileSync(file, Buffer.concat([header, new Uint8Array(Float32Array.from(drawn.samples).buffer)]));

const embeddings = new Float32Array(new Uint8Array(readFileSync(file).subarray(header.length)).buffer);
const result = fitMixture(embeddings, 5, { dimension: p, seed: 1 });
const { mixture } = result;
const sizes = Array.from(mixture.weights).sort((a, b) => b - a);
console.log(sizes.map((weight) => weight.toFixed(2)).join(' ')); // => 0.40 0.20 0.20 0.10 0.10
const kappas = mixture.components.map(({ kappa }) => kappa).sort((a, b) => a - b);
console.log(kappas.map((kappa) => kappa.toFixed(0)).join(' ')); // => 90 120 151 199 251
console.log(
  `converged: ${result.converged}, ${result.restarts.reached} of ${result.restarts.polished} runs agree`,
); // => converged: true, 3 of 3 runs agree

// Rows with their topic: the number of a component is arbitrary, so take the commonest topic of each.
const labels = mixture.predict(embeddings);
const counts = mixture.components.map(() => new Array<number>(5).fill(0));
labels.forEach((label, i) => {
  counts[label][drawn.components[i]]++;
});
const right = counts.reduce((sum, of) => sum + Math.max(...of), 0);
console.log(`${right} of ${n} rows in the right cluster`); // => 3000 of 3000 rows in the right cluster

// How many clusters? BIC knows.
console.log(selectComponents(embeddings, [1, 2, 3, 4, 5, 6, 7], { dimension: p, seed: 1 }).k); // => 5

// The same from the file, 500 rows at a time: the steps of a pass are those in memory.
function* chunks() {
  const rows = new Float32Array(500 * p);
  const handle = openSync(file, 'r');
  for (let at = header.length; readSync(handle, rows, 0, rows.byteLength, at) > 0; at += rows.byteLength)
    yield rows;
  closeSync(handle);
}
const streamed = await fitMixtureStream(chunks, 5, { dimension: p, seed: 1 });
console.log(Math.abs(streamed.logLikelihood - result.logLikelihood) < 0.01); // => true
rmSync(folder, { recursive: true });
