/**
 * Clusters documents by the words in them: 600 sparse rows of term counts, never made dense.
 *
 *     npx tsx examples/clusterDocuments.ts
 */
import { seededRandom } from 'von-mises-fisher';
import { fitMixture } from 'von-mises-fisher/mixture';

// Documents of three topics, made up: half of the words are the topic's own, the others anyone's.
const topics = {
  cooking: 'salt oven butter simmer flour garlic onion recipe boil pan'.split(' '),
  astronomy: 'orbit star telescope galaxy planet comet lens eclipse moon nebula'.split(' '),
  sailing: 'mast keel harbour anchor tide rudder sail wind knot deck'.split(' '),
};
const common = 'the of and to in is that it was for on with as at by from this which or had'.split(' ');
const names = Object.keys(topics) as (keyof typeof topics)[];
const words = [...Object.values(topics).flat(), ...common];

const random = seededRandom(4);
const pick = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)];
const documents = Array.from({ length: 600 }, (_, i) => {
  const own = topics[names[i % 3]];
  return Array.from({ length: 30 }, () => (random() < 0.5 ? pick(own) : pick(common)));
});

// Term counts times the inverse document frequency, in compressed sparse rows as SciPy's csr_matrix has them.
const counts = documents.map((document) => {
  const count = new Map<number, number>();
  for (const word of document) count.set(words.indexOf(word), (count.get(words.indexOf(word)) ?? 0) + 1);
  return count;
});
const frequency = words.map((_, j) => counts.filter((count) => count.has(j)).length);
const entries = counts.flatMap((count) => [...count].sort(([a], [b]) => a - b));
const indptr = [0];
for (const count of counts) indptr.push(indptr[indptr.length - 1] + count.size);
const matrix = {
  data: entries.map(([j, count]) => count * Math.log(documents.length / frequency[j])),
  indices: entries.map(([j]) => j),
  indptr,
  shape: [documents.length, words.length] as const,
};
console.log(`${matrix.shape.join(' x ')}, ${matrix.data.length} values`); // => 600 x 50, 11146 values

// Rows of any length: normalize divides each by its own.
const { mixture, converged } = fitMixture(matrix, 3, { normalize: true, seed: 1 });
console.log(converged); // => true
const labels = mixture.predict(matrix, { normalize: true });

// What each cluster is about: the words with the largest part in its mean direction.
mixture.components.forEach(({ mu, kappa }, k) => {
  const top = Array.from(mu, (weight, j) => ({ weight, word: words[j] })).sort((a, b) => b.weight - a.weight);
  const size = labels.filter((label) => label === k).length;
  const about = top.slice(0, 4).map(({ word }) => word);
  console.log(`${size} documents, kappa ${kappa.toFixed(0)}: ${about.join(' ')}`);
});
// => 200 documents, kappa 95: flour simmer pan garlic
// => 200 documents, kappa 96: telescope moon orbit star
// => 200 documents, kappa 96: rudder keel wind mast

// Document i was made from topic i mod 3: does every cluster hold one topic only?
console.log(labels.every((label, i) => label === labels[i % 3])); // => true
