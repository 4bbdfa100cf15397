/**
 * How often the intervals for κ and the cones for μ hold the truth, by simulation, written to
 * validation/COVERAGE.md.
 *
 *     npx tsx validation/coverage.ts
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { fit } from 'von-mises-fisher';
import { type Case, cases, replicates } from './replicates.ts';

const COUNT = 4000;
const SEED = 1953;

/** Shares of the samples. */
export interface Coverage {
  /** The interval lies above κ, below it. */
  readonly above: number;
  readonly below: number;
  /** Within 1.96 standard errors of the estimate by maximum likelihood. */
  readonly wald: number;
  /** The cone holds μ; and is the whole sphere. */
  readonly cone: number;
  readonly sphere: number;
}

export function coverageOf(one: Case, count: number, seed: number): Coverage {
  const counts = { above: 0, below: 0, wald: 0, cone: 0, sphere: 0 };
  for (const statistics of replicates(one, count, seed)) {
    const { distribution, kappaInterval, kappaStandardError, meanDirectionCone } = fit(statistics);
    if (one.kappa < kappaInterval[0]) counts.above++;
    if (one.kappa > kappaInterval[1]) counts.below++;
    if (Math.abs(distribution.kappa - one.kappa) <= 1.959963984540054 * kappaStandardError) counts.wald++;
    const mu = distribution.mu;
    // The angle to the first axis, from sine and cosine.
    if (Math.atan2(Math.hypot(...mu.subarray(1)), mu[0]) <= meanDirectionCone) counts.cone++;
    if (meanDirectionCone === Math.PI) counts.sphere++;
  }
  return Object.fromEntries(
    Object.entries(counts).map(([name, value]) => [name, value / count]),
  ) as unknown as Coverage;
}

const percent = (x: number): string => (100 * x).toFixed(1);

function row(one: Case): string {
  const { above, below, wald, cone, sphere } = coverageOf(one, COUNT, SEED);
  const shares = [1 - above - below, above, below, wald, cone, sphere].map(percent);
  const line = `| ${[one.p, Number(one.kappa.toPrecision(3)), one.n, ...shares].join(' | ')} |`;
  console.log(line);
  return line;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = `# Coverage of the intervals for κ and the cones for μ

Written by \`npx tsx validation/coverage.ts\`: ${COUNT} samples a line, seed ${SEED}, drawn by
\`VonMisesFisher.samples\`, fitted by \`fit\` at confidence 0.95. All in percent of the samples; the standard error
of a share of 95 % is ${percent(Math.sqrt((0.95 * 0.05) / COUNT))}.

- interval: holds κ; should be 95.0. "above" and "below": the whole interval lies above or below κ; should be 2.5
  each. Where κ is too small for the rows to tell it from 0 the interval begins at 0, cannot fail on that side and
  covers up to 97.5.
- 1.96 s.e.: what \`kappaStandardError\` around the maximum-likelihood estimate would cover. It is shown to say why
  the interval is not made of it.
- cone: holds μ; should be 95.0. "sphere": the cone is the whole sphere, because the rows do not tell a direction.

| p | κ | n | interval | above | below | 1.96 s.e. | cone | sphere |
|--:|--:|--:|--:|--:|--:|--:|--:|--:|
${cases.map(row).join('\n')}
`;
  writeFileSync(fileURLToPath(new URL('COVERAGE.md', import.meta.url)), text);
}
