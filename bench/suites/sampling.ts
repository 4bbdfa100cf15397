/** Random draws, per draw: beside NumPy's vectorised Wood, SciPy, and the inverse cdf where that is closed. */
import { seededRandom, VonMisesFisher } from 'von-mises-fisher';
import { invertedCosine } from '../invertedCosine.ts';
import { suite } from '../suite.ts';

const diagonal = (p: number): Float64Array => new Float64Array(p).fill(p ** -0.5);

const points = [
  { p: 3, kappa: 10, count: 100_000, targets: { scipy: 1 } },
  { p: 256, kappa: 200, count: 4000, targets: { numpy: 3.5 } },
  { p: 768, kappa: 300, count: 1500, targets: { numpy: 3.5 } },
  { p: 1024, kappa: 500, count: 500, targets: { scipy: 30 } },
];

const random = seededRandom(1);
const other = { compared: false as const, peer: 'python' };

await suite([
  ...points.map(({ p, kappa, count, targets }) => {
    const distribution = new VonMisesFisher(diagonal(p), kappa);
    return {
      what: `draws, p = ${p}`,
      input: { p: Float64Array.of(p), kappa: Float64Array.of(kappa), count: Float64Array.of(count) },
      values: count,
      outputs: count * p,
      run: (out: Float64Array) => {
        distribution.samples(count, { random, out });
      },
      rivals: [
        { ...other, name: 'NumPy, Wood vectorised', kernel: 'wood-pcg64', target: targets.numpy },
        { ...other, name: 'NumPy, likewise, by SFC64', kernel: 'wood-sfc64' },
        { ...other, name: 'SciPy vonmises_fisher.rvs', kernel: 'rvs', target: targets.scipy },
      ],
    };
  }),
  ...([5, 7] as const).map((p) => {
    const count = 10_000;
    const distribution = new VonMisesFisher(diagonal(p), 10);
    const inverted = invertedCosine(p, 10);
    return {
      what: `draws, p = ${p}`,
      input: {},
      values: count,
      outputs: count * p,
      run: (out: Float64Array) => {
        distribution.samples(count, { random, out });
      },
      rivals: [
        {
          name: 'closed inversion, Kurz and Hanebeck, t alone',
          compared: false as const,
          run: (out: Float64Array) => {
            for (let i = 0; i < count; i++) out[i] = inverted(random());
          },
        },
      ],
    };
  }),
]);
