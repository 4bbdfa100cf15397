/**
 * Draws from the distribution: the same seed gives the same bits on every machine, with and without WebAssembly.
 *
 *     npx tsx examples/sampling.ts
 */
import { seededRandom, VonMisesFisher } from 'von-mises-fisher';

const distribution = new VonMisesFisher([0, 0, 1], 10);

// One direction, and many of them: a flat array, row after row.
console.log(distribution.sample(seededRandom(1)).join(' ')); // => 0.3417714749495363 0.2710206931957126 0.8998555677276959
const many = distribution.samples(100_000, { seed: 1 });
console.log(many.length); // => 300000

// Half of them lie within the median angle of the mean direction.
const median = distribution.angleQuantile(0.5);
let within = 0;
for (let i = 2; i < many.length; i += 3) if (many[i] > Math.cos(median)) within++;
console.log(`${((median * 180) / Math.PI).toFixed(4)} degrees holds ${within}`); // => 21.4581 degrees holds 50070

// Any source of uniform numbers will do, and one seeded source can feed several draws.
const random = seededRandom(7);
console.log(new VonMisesFisher([1, 0], 2).samples(2, { random }).join(' ')); // => -0.04757552191987435 0.9988676437416779 0.648593807892601 0.7611347268147577
console.log(new VonMisesFisher([1, 0], 2).samples(2, { random }).join(' ')); // => 0.9139489896269661 0.4058290826935001 0.9999563084722918 -0.009347788319531721

// High dimensions cost O(p) a draw: no rotation matrix is formed.
const p = 4096;
const axis = new Float64Array(p);
axis[0] = 1;
const high = new VonMisesFisher(axis, 3000);
const cosines = high.samples(1000, { seed: 3 }).filter((_, i) => i % p === 0);
const mean = cosines.reduce((a, b) => a + b) / cosines.length;
console.log(`${mean.toFixed(4)} near ${high.meanResultantLength.toFixed(4)}`); // => 0.5281 near 0.5282
