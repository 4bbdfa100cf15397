/**
 * Fits the distribution to embeddings, and asks how sure it is: 5,000 rows of 384 numbers in single precision.
 *
 *     npx tsx examples/fitEmbeddings.ts
 */
import { fit, rayleighTest, SufficientStatistics, VonMisesFisher } from 'von-mises-fisher';

// Stand-ins for the unit vectors that a sentence or image encoder gives: a flat Float32Array, row after row.
const p = 384;
const n = 5000;
const centre = new Float64Array(p).fill(1 / Math.sqrt(p));
const embeddings = new Float32Array(n * p);
new VonMisesFisher(centre, 200).samples(n, { seed: 2026, out: embeddings });

const result = fit(embeddings, { dimension: p });
console.log(result.distribution.kappa.toFixed(2)); // => 200.20
console.log(result.kappaInterval.map((end) => end.toFixed(2)).join(' to ')); // => 199.35 to 200.80
console.log(result.rBar.toFixed(5)); // => 0.42676
const degrees = (radians: number) => `${((radians * 180) / Math.PI).toFixed(2)} degrees`;
console.log(`mean direction known within ${degrees(result.meanDirectionCone)}`); // => mean direction known within 1.82 degrees

// Are they spread evenly over the sphere? No.
console.log(rayleighTest(embeddings, { dimension: p }).logPValue < -1000); // => true

// An embedding is likelier under the fit than under the uniform distribution by so many nats.
const first = embeddings.subarray(0, p);
console.log(result.distribution.logPdf(first, { measure: 'uniform' }).toFixed(2)); // => 24.79

// Data that come in pieces, or from several places: gather, merge, fit. The pieces make no difference.
const half = (n / 2) * p;
const gathered = new SufficientStatistics(p)
  .add(embeddings.subarray(0, half))
  .merge(new SufficientStatistics(p).add(embeddings.subarray(half)));
console.log(fit(gathered).distribution.kappa.toFixed(2)); // => 200.20
