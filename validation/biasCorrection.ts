/**
 * Bias and root mean square error of the estimates of κ, by simulation, written to validation/BIAS.md.
 *
 *     npx tsx validation/biasCorrection.ts
 */
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { concentration, concentrationFromComplement, marginalConcentration } from 'von-mises-fisher';
import { type Case, cases, replicates } from './replicates.ts';

const COUNT = 4000;
const SEED = 1978;

interface Errors {
  /** Mean of κ̂/κ - 1. */
  readonly bias: number;
  /** Root mean square of κ̂/κ - 1. */
  readonly error: number;
}

function summarize(estimates: readonly number[], kappa: number): Errors {
  const relative = estimates.map((estimate) => estimate / kappa - 1);
  const mean = (values: readonly number[]): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  return { bias: mean(relative), error: Math.sqrt(mean(relative.map((value) => value * value))) };
}

/** Errors of maximum likelihood and of Schou's estimate, and how often the latter is 0. */
export function biasOf(one: Case, count: number, seed: number) {
  const likelihood: number[] = [];
  const marginal: number[] = [];
  for (const { p, weight, rBar, oneMinusRBar } of replicates(one, count, seed)) {
    likelihood.push(rBar <= 0.5 ? concentration(p, rBar) : concentrationFromComplement(p, oneMinusRBar));
    marginal.push(marginalConcentration(p, weight, rBar, oneMinusRBar));
  }
  return {
    likelihood: summarize(likelihood, one.kappa),
    marginal: summarize(marginal, one.kappa),
    zeros: marginal.filter((kappa) => kappa === 0).length / count,
  };
}

const percent = (x: number): string => {
  const size = Math.abs(100 * x);
  return `${x < 0 ? '-' : '+'}${size >= 100 ? size.toFixed(0) : size.toFixed(1)} %`;
};

function row(one: Case): string {
  const { likelihood, marginal, zeros } = biasOf(one, COUNT, SEED);
  const cells = [
    one.p,
    Number(one.kappa.toPrecision(3)),
    one.n,
    percent(likelihood.bias),
    percent(likelihood.error).slice(1),
    percent(marginal.bias),
    percent(marginal.error).slice(1),
    percent(zeros).slice(1),
  ];
  const line = `| ${cells.join(' | ')} |`;
  console.log(line);
  return line;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const text = `# Bias of the estimates of κ

Written by \`npx tsx validation/biasCorrection.ts\`: ${COUNT} samples a line, seed ${SEED}, drawn by
\`VonMisesFisher.samples\`. Bias is the mean and RMSE the root mean square of κ̂/κ - 1, of maximum likelihood
(\`fit(rows)\`) and of Schou's estimate (\`fit(rows, { biasCorrection: 'marginal' })\`). The last column says how
often the latter is 0, which it is where R² <= n. For three rows at p = 3 the law of either estimate has no finite
variance as κ grows, so that those lines do not settle: the excess of the mean is that of a long tail.

| p | κ | n | bias, likelihood | RMSE, likelihood | bias, marginal | RMSE, marginal | marginal κ̂ = 0 |
|--:|--:|--:|--:|--:|--:|--:|--:|
${cases.map(row).join('\n')}
`;
  writeFileSync(fileURLToPath(new URL('BIAS.md', import.meta.url)), text);
}
