/**
 * How often the directional tests reject a true hypothesis, and the test of fit a false one, by simulation,
 * written to validation/NULL_LAWS.md.
 *
 *     npx tsx validation/nullLaws.ts
 *
 * About seven minutes on one core.
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { goodnessOfFitTest, seededRandom } from 'von-mises-fisher';
import { alternatives } from './alternatives.ts';
import { type Family, families, pValues, rejected, type Sampling } from './pValues.ts';

const SEED = 1956;
const LEVELS = [0.1, 0.05, 0.01];
const DIMENSIONS = [2, 3, 10, 64, 256, 768];

/** kappa over p: uniform, nearly so, around the bend of A_p, concentrated. */
const SHARES = [0, 0.2, 1, 10];

const percent = (x: number): string => (100 * x).toFixed(1);
const shown = (values: Float64Array): string =>
  LEVELS.map((level) => percent(rejected(values, level))).join(' / ');

const countFor = (p: number, full: number): number => (p > 100 ? full / 2 : full);

interface Section {
  readonly title: string;
  readonly text: string;
  readonly family: Family;
  readonly cells: readonly Sampling[];
  readonly count: number;
}

const grid = (shares: readonly number[], sizes: readonly (readonly number[])[], apart = false): Sampling[] =>
  DIMENSIONS.flatMap((p) =>
    shares.flatMap((share) => sizes.map((size) => ({ p, kappa: share * p, sizes: size, apart }))),
  );

const sections: readonly Section[] = [
  {
    title: 'rayleighTest: uniformity',
    text: `'plain' rejects too seldom for few rows. 'modified' is within the noise from n = 20 on and up to 1.5 below at n = 5; at n = 2
no sample of low dimension can reach the far tail of its law. 'saddlepoint' serves there too, within a quarter of
each level.`,
    family: families.rayleighTest,
    cells: grid([0], [[2], [5], [20], [100]]),
    count: 2000,
  },
  {
    title: 'meanDirectionTest: the mean direction is μ₀',
    text: `'conditional', the default, keeps its level everywhere, exactly so at κ = 0; a little below it for small κ > 0,
where C̄ < 0 is met by the test of uniformity. 'likelihood-ratio' does too but near κ = 0, 'high-concentration' for
κ large beside p only.`,
    family: families.meanDirectionTest,
    cells: grid(SHARES, [[3], [20]]),
    count: 1000,
  },
  {
    title: 'equalMeanDirectionsTest: one mean direction',
    text: `'embedding', the default, keeps its level everywhere, and stays a little below it for groups of a few rows.
'likelihood-ratio' and 'watson-williams' are right for κ large beside p; elsewhere they reject too often, or, in high
dimension and with groups of unequal size, hardly ever. 'heterogeneous' errs towards too few where groups look
uniform. 'permutation' (99 permutations) is exact.`,
    family: families.equalMeanDirectionsTest,
    cells: grid(SHARES, [
      [5, 5, 5],
      [10, 40],
    ]),
    count: 1000,
  },
  {
    title: 'equalConcentrationsTest: one concentration, mean directions apart',
    text: `'likelihood-ratio', the default, serves wherever the groups are not nearly uniform; there it rejects too seldom,
and for κ near p = 2 and very few rows too often. 'bartlett' is the same for large κ, and not to be used elsewhere.`,
    family: families.equalConcentrationsTest,
    cells: grid(
      SHARES.slice(1),
      [
        [5, 5, 5],
        [10, 40],
      ],
      true,
    ),
    count: 2000,
  },
  {
    title: 'goodnessOfFitTest: the rows are von Mises-Fisher',
    text: `The whole and its components; no ellipticity at p = 2. With 10 rows dispersion rejects a little too often, skewness
too seldom, and the whole a little too seldom; with 50 all are right.`,
    family: families.goodnessOfFitTest,
    cells: grid(SHARES.slice(1), [[10], [50], [200]]),
    count: 1000,
  },
];

function tableOf({ title, text, family, cells, count }: Section): string {
  const rows = cells.map((cell, i) => {
    const values = pValues(family, cell, countFor(cell.p, count), SEED + i);
    const head = [cell.p, Number(cell.kappa.toPrecision(3)), cell.sizes.join(' + ')];
    const line = `| ${[...head, ...values.map((v) => (Number.isNaN(v[0]) ? '-' : shown(v)))].join(' | ')} |`;
    console.log(title.slice(0, 12), line);
    return line;
  });
  const errors = LEVELS.map((level) => percent(Math.sqrt((level * (1 - level)) / count))).join(' / ');
  return `## ${title}

${text}

${count} draws a line, half of that for p > 100; standard errors ${errors}, 1.4 times that for p > 100.

| p | κ | n | ${family.names.join(' | ')} |
|--:|--:|--:|${family.names.map(() => '--:|').join('')}
${rows.join('\n')}
`;
}

function powerTable(): string {
  const rows = alternatives.map(({ name, p, n, draw }) => {
    const random = seededRandom(SEED);
    const count = 300;
    const whole = new Float64Array(count);
    const parts = [new Float64Array(count), new Float64Array(count), new Float64Array(count)];
    for (let b = 0; b < count; b++) {
      const { pValue, components } = goodnessOfFitTest(draw(random), { dimension: p });
      whole[b] = pValue;
      parts[0][b] = components.dispersion.pValue;
      parts[1][b] = components.skewness.pValue;
      parts[2][b] = components.ellipticity?.pValue ?? Number.NaN;
    }
    const shares = [whole, ...parts].map((v) => (Number.isNaN(v[0]) ? '-' : percent(rejected(v, 0.05))));
    const line = `| ${[name, p, n, ...shares].join(' | ')} |`;
    console.log(line);
    return line;
  });
  return `## goodnessOfFitTest: power

How often, in percent, the level 5 % rejects rows that are not von Mises-Fisher (validation/alternatives.ts), 300 draws a
line, standard error at most 2.9. The last lines show what it cannot see: departures without a quadratic part.

| rows | p | n | fit | dispersion | skewness | ellipticity |
|---|--:|--:|--:|--:|--:|--:|
${rows.join('\n')}
`;
}

const text = `# Null laws of the directional tests

Written by \`npx tsx validation/nullLaws.ts\`: seed ${SEED}, rows drawn by \`VonMisesFisher.samples\`. Each entry gives how
often, in percent, a true hypothesis is rejected at the levels 10, 5 and 1 %: it should read 10.0 / 5.0 / 1.0. Of so many
entries a few lie three standard errors off by chance.

${[...sections.map(tableOf), powerTable()].join('\n')}`;
writeFileSync(fileURLToPath(new URL('NULL_LAWS.md', import.meta.url)), text);
