/**
 * How far the published estimators of κ are from the exact inverse of A_p, written to validation/ESTIMATORS.md.
 *
 *     npx tsx validation/estimators.ts
 */
import { renameSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Estimates, estimates } from './estimates.ts';

const GROUPS: readonly (readonly [string, number, number])[] = [
  ['2 <= p < 3', 2, 3],
  ['3 <= p < 10', 3, 10],
  ['10 <= p < 100', 10, 100],
  ['100 <= p < 10⁴', 100, 1e4],
  ['10⁴ <= p <= 10¹⁵', 1e4, 1e16],
];

const NAMES: Readonly<Record<keyof Estimates['values'], string>> = {
  banerjee: 'Banerjee_et_al_2005',
  tanabe: 'Tanabe_et_al_2007 (iterated there)',
  sra: 'Sra_2012',
  song: 'Song_et_al_2012',
  uniroot: 'uniroot',
  newton: 'Newton',
  halley: 'Halley',
  hybrid: 'hybrid',
  'newton-fourier': 'Newton_Fourier (its default)',
  'hornik-gruen': '(the lower bound that the last five begin with)',
};

const all = estimates();
const methods = Object.keys(NAMES) as (keyof typeof NAMES)[];
const show = (x: number): string => (x === 0 ? '0' : x.toExponential(1));
const worst = (method: keyof typeof NAMES, of: 'relative' | 'halfUlps', low: number, high: number): number =>
  Math.max(
    ...all
      .filter(({ row }) => Number(row.p) >= low && Number(row.p) < high)
      .map(({ values, error }) => error(values[method])[of]),
  );

const rows = methods.map((method) => {
  const errors = GROUPS.map(([, low, high]) => show(worst(method, 'relative', low, high)));
  const halfUlps = worst(method, 'halfUlps', 2, 1e16);
  const last = halfUlps < 100 ? halfUlps.toFixed(1) : '-';
  return `| ${[`\`${method}\``, NAMES[method], ...errors, last].join(' | ')} |`;
});

const counts = GROUPS.map(([, low, high]) => {
  return all.filter(({ row }) => Number(row.p) >= low && Number(row.p) < high).length;
});

const text = `# Published estimators of κ

Written by \`npx tsx validation/estimators.ts\`: the largest relative error of each \`method\` of \`concentration\` and
\`concentrationFromComplement\` on the rows of [tables/inverse.csv](tables/README.md) with p >= 2, R from 1e-300 to
1 - 1e-300, 34 proven digits each. \`exact\`, the default, is in [RESULTS.md](RESULTS.md).

| method | in R's movMF | ${GROUPS.map(([name]) => name).join(' | ')} | in half-ulps |
|-|-|${GROUPS.map(() => '--:').join('|')}|--:|
${rows.join('\n')}

Rows: ${counts.join(', ')}. The last column is over all of them, in 2^-53 of κ over max(1, condition number): what a
rounding of R, or of 1 - R where that is given, does to κ. Those that have a number there are exact to rounding; the
others are approximations. \`tanabe\` is one secant step between R(p-2)/(1-R²) and Rp/(1-R²), of which the first is 0
at p = 2; movMF iterates the fixed point κ ← Rκ/A_p(κ) of the same paper instead, which ends where \`exact\` does
but takes ever more steps as R nears 1.
`;
const path = fileURLToPath(new URL('ESTIMATORS.md', import.meta.url));
writeFileSync(`${path}.part`, text);
renameSync(`${path}.part`, path);
console.log(text);
