/**
 * Draws from the distribution: the same seed gives the same bits on every machine, with and without WebAssembly.
 *
 *     npx tsx examples/sampling.ts
 */
import { seededRandom, VonMisesFisher } from 'von-mises-fisher';

const distribution = new VonMisesFisher([0, 0, 1], 10);

// One direction, and many of them: a flat array, row after row.
console.log(distribution.sample(seededRandom(1)).join(' ')); // => 0.3533389253082272 0.313944581667529 0.8812436686317964
const many = distribution.samples(100_000, { seed: 1 });
console.log(many.length); // => 300000

// Half of them lie within the median angle of the mean direction.
const median = distribution.angleQuantile(0.5);
let within = 0;
for (let i = 2; i < many.length; i += 3) if (many[i] > Math.cos(median)) within++;
console.log(`${((median * 180) / Math.PI).toFixed(4)} degrees holds ${within}`); // => 21.4581 degrees holds 50094

// Any source of uniform numbers will do, and one seeded source can feed several draws.
const random = seededRandom(7);
console.log(new VonMisesFisher([1, 0], 2).samples(2, { random }).join(' ')); // => 0.8317443135749518 0.5551588933231029 0.43085250993760393 -0.9024223593642097
console.log(new VonMisesFisher([1, 0], 2).samples(2, { random }).join(' ')); // => 0.9912555931735435 -0.13195586005239213 0.19581022898984213 0.9806418072991512

// High dimensions cost O(p) a draw: no rotation matrix is formed.
const p = 4096;
const axis = new Float64Array(p);
axis[0] = 1;
const high = new VonMisesFisher(axis, 3000);
const cosines = high.samples(1000, { seed: 3 }).filter((_, i) => i % p === 0);
const mean = cosines.reduce((a, b) => a + b) / cosines.length;
console.log(`${mean.toFixed(4)} near ${high.meanResultantLength.toFixed(4)}`); // => 0.5280 near 0.5282
