/**
 * Prototypes that name their words: mean directions with an L1 penalty, on the counts of 400 documents.
 *
 *     npx tsx examples/sparsePrototypes.ts
 */
import { seededRandom } from 'von-mises-fisher';
import { fitMixture, selectSparsity } from 'von-mises-fisher/mixture';

// Abstracts of four fields, made up: half of the words are the field's own, the others anyone's.
const fields = {
  robotics: 'arm gripper joint torque path sensor'.split(' '),
  systems: 'cache thread kernel latency disk scheduler'.split(' '),
  language: 'noun verb syntax corpus parser grammar'.split(' '),
  theory: 'proof bound graph hardness reduction oracle'.split(' '),
};
const common = 'we show that this paper present new method results problem approach using based model'.split(
  ' ',
);
const own = Object.values(fields);
const words = [...own.flat(), ...common];
const random = seededRandom(8);
const pick = (list: readonly string[]): string => list[Math.floor(random() * list.length)];

const data: number[] = [];
const indices: number[] = [];
const indptr = [0];
for (let i = 0; i < 400; i++) {
  const counts = new Map<number, number>();
  for (let t = 0; t < 40; t++) {
    const at = words.indexOf(pick(random() < 0.5 ? own[i % 4] : common));
    counts.set(at, (counts.get(at) ?? 0) + 1);
  }
  for (const [at, count] of [...counts].sort(([a], [b]) => a - b)) {
    indices.push(at);
    data.push(count);
  }
  indptr.push(data.length);
}
const matrix = { data, indices, indptr, shape: [400, words.length] as const };
const options = { normalize: true, concentration: 'common', seed: 1 } as const;

// Without a penalty some 30 words of 38 have a weight. Along the path of penalties, BIC keeps every word that a field uses and none that it does not: 6 and the common 14.
const { best, table } = selectSparsity(matrix, 4, options);
console.log(table[0].nonZeros); // => 120
console.log(best.nonZeros.join(' ')); // => 20 20 20 20

// A stronger one leaves what sets the fields apart from the rest of their words.
const { mixture } = fitMixture(matrix, 4, { ...options, initialization: best.mixture, sparsity: 800 });
for (const { mu } of mixture.components) {
  const named = Array.from(mu, (weight, j) => ({ weight, word: words[j] })).filter(
    ({ weight }) => weight !== 0,
  );
  console.log(named.map(({ word }) => word).join(' '));
}
// => arm gripper joint torque path sensor
// => cache thread kernel latency disk scheduler
// => noun verb syntax corpus parser grammar
// => proof bound graph hardness reduction oracle
