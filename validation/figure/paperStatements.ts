/** What the paper says about the normalizer (section 3.3, A.1, A.2), each statement measured. */

import { logNormalizer, meanResultantLength } from 'von-mises-fisher';
import type { ApproximationErrors } from './measureApproximationErrors.ts';
import { droppedConstant, paperForm, zeroOfLogNormalizer } from './paperApproximation.ts';
import { thresholdAngle } from './thresholdAngle.ts';

const P = 256;
const NU = P / 2 - 1;

interface Statement {
  place: string;
  says: string;
  verdict: string;
  measured: string;
}

const range = (from: number, to: number, steps: number): number[] =>
  Array.from({ length: steps + 1 }, (_, i) => from + ((to - from) * i) / steps);

const logRange = (from: number, to: number, steps: number): number[] =>
  range(Math.log(from), Math.log(to), steps).map(Math.exp);

const verdict = (holds: boolean): string => (holds ? 'holds' : '**does not hold**');
const short = (value: number): string => value.toExponential(1);
const signed = (value: number): string => (value > 0 ? '+' : '') + value.toFixed(1);
const largest = (values: readonly number[]): number => values.reduce((a, v) => Math.max(a, v), -Infinity);

/** -d/dκ of the paper's form: r/(1 + s) - r/(2 ν s²), r = κ/ν. */
function paperSlope(kappa: number): number {
  const r = kappa / NU;
  const s = Math.hypot(1, r);
  return r / (1 + s) - r / (2 * NU * s * s);
}

function softmax(logits: readonly number[]): number[] {
  const top = largest(logits);
  const weights = logits.map((logit) => Math.exp(logit - top));
  const total = weights.reduce((a, weight) => a + weight, 0);
  return weights.map((weight) => weight / total);
}

function orders({ summaries }: ApproximationErrors): Statement {
  const { orders } = summaries.find(({ p }) => p === P) ?? { orders: [] };
  return {
    place: '3.3, Eq. 5',
    says: 'I_ν has the expansion DLMF 10.41.3 for large ν',
    verdict: verdict(orders.length > 1 && orders.every((error, k) => k === 0 || error < orders[k - 1])),
    measured: `p = 256: the largest error falls with each term kept, ${orders.map(short).join(', ')}`,
  };
}

/** How far apart the order-0 errors at two κ can be: what is left of the error in a softmax. */
const spread = (errors: readonly number[]): number => largest(errors) + largest(errors.map((e) => -e));

function orderZeroSuffices({ points }: ApproximationErrors): Statement {
  const own = spread(points.filter(({ p }) => p === P).map((point) => point.errors[0]));
  const elsewhere = [64, 16, 3].map((p) => {
    const errors = range(0, 500, 2000).map((k) => logNormalizer(p, k, { terms: 0 }) - logNormalizer(p, k));
    return `${short(spread(errors))} at p = ${p}`;
  });
  return {
    place: '3.3',
    says: 'U_0 = 1 alone seems sufficient at p = 256, ν being large',
    verdict: verdict(own < 1e-3),
    measured:
      `a softmax sees differences of log C: over κ in [20, 500] the error varies by ${short(own)} nats, ` +
      `so a ratio of two probabilities is off by at most ${(100 * Math.expm1(own)).toFixed(2)} %. ` +
      `In smaller dimensions, which the paper does not claim, it varies by ${elsewhere.join(', ')} (κ in [0, 500])`,
  };
}

function gradient(): Statement {
  const errors = [...range(20, 500, 960), ...logRange(1e-3, 1e6, 900)].map((kappa) =>
    Math.abs(paperSlope(kappa) / meanResultantLength(P, kappa) - 1),
  );
  return {
    place: '3.3',
    says: 'the approximation is differentiable (its gradient drives training)',
    verdict: verdict(largest(errors) < 1e-3),
    measured: `p = 256: relative error of the gradient -A_p at most ${short(largest(errors))} for κ in [10⁻³, 10⁶]`,
  };
}

function negative(): Statement {
  const values = [0, 200, 500, 1000].map((kappa) => logNormalizer(P, kappa));
  const up = largest([0, ...logRange(1e-3, 1e6, 900)].map(paperForm));
  const lastNegative = range(2, 100, 98).findLast((p) => logNormalizer(p, 0) < 0);
  return {
    place: 'A.1',
    says: 'log C_p(·) < 0',
    verdict: verdict(values.every((value) => value < 0)),
    measured:
      `p = 256: ${values.map(signed).join(', ')} at κ = 0, 200, 500, 1000; positive until κ = ${zeroOfLogNormalizer().toFixed(1)}. ` +
      `It is true for every κ when 2 <= p <= ${lastNegative} (A.1's own example has p = 2), and of the paper's form ` +
      `without its constant (+${droppedConstant.toFixed(1)}), which is at most ${up.toFixed(1)}`,
  };
}

function decreasing(): Statement {
  const dimensions = [2, 256, 4096];
  const steps = 4000;
  const counts = dimensions.map((p) => {
    const values = logRange(0.1, 1e6, steps).map((kappa) => logNormalizer(p, kappa));
    return values.filter((value, i) => i > 0 && !(value < values[i - 1])).length;
  });
  return {
    place: 'A.1',
    says: 'log C_p(‖w‖) decreases monotonically',
    verdict: verdict(counts.every((count) => count === 0)),
    measured: `${counts.reduce((a, c) => a + c)} of ${dimensions.length * steps} steps of κ in [0.1, 10⁶] at p = ${dimensions.join(', ')} do not decrease; the slope is -A_p < 0`,
  };
}

function threshold(): Statement {
  const logit = (p: number, kappa: number, degrees: number): number =>
    kappa * Math.cos((degrees * Math.PI) / 180) + logNormalizer(p, kappa);
  const growth = (p: number, kappa: number, degrees: number): number =>
    logit(p, kappa * 1.001, degrees) - logit(p, kappa * 0.999, degrees);
  const cases = [2, 256].flatMap((p) => [1, 10, 25, 100, 500].map((kappa) => ({ p, kappa })));
  const angle = (p: number, kappa: number): string => `${thresholdAngle(p, kappa).toFixed(1)}°`;
  return {
    place: 'A.1',
    says: 'there is an angle below which a longer prototype raises the logit and above which it lowers it',
    verdict: verdict(
      cases.every(({ p, kappa }) => {
        const at = thresholdAngle(p, kappa);
        return growth(p, kappa, at - 0.5) > 0 && growth(p, kappa, at + 0.5) < 0;
      }),
    ),
    measured:
      `it is arccos A_p(κ); the logit turns within 0.5° of it in ${cases.length} cases tried. At p = 256 it is ` +
      `${angle(P, 10)} at κ = 10, ${angle(P, 25)} at 25, ${angle(P, 100)} at 100, ${angle(P, 500)} at 500: ` +
      'where training starts it hardly differs from the 90° of plain DINO',
  };
}

function upToAConstant({ points }: ApproximationErrors): Statement {
  const own = points.filter(({ p }) => p === P);
  const exact = softmax(own.map(({ kappa }) => 0.5 * kappa + logNormalizer(P, kappa)));
  const paper = softmax(own.map(({ kappa }) => 0.5 * kappa + paperForm(kappa)));
  const worst = largest(exact.map((value, i) => Math.abs(paper[i] / value - 1)));
  return {
    place: 'A.2',
    says: 'for a softmax log C needs to be correct only up to a constant',
    verdict: verdict(worst < 1e-3),
    measured:
      `${own.length} components with κ = 20, 25, ..., 500 and cos θ = 0.5: dropping ${droppedConstant.toFixed(1)} nats and using order 0 ` +
      `changes no probability by more than ${short(worst)} of itself`,
  };
}

function overlap({ points }: ApproximationErrors): Statement {
  const own = points.filter(({ p }) => p === P);
  const values = own.map(({ kappa }) => paperForm(kappa));
  const height = largest(values) - -largest(values.map((v) => -v));
  const worst = largest(own.map((point) => Math.abs(point.errors[0])));
  const relative = largest(own.map((point, i) => Math.abs(point.errors[0] / values[i])));
  return {
    place: 'A.2, Figs. 4, 5',
    says: 'the lines overlap completely; the error is small compared to the function values',
    verdict: verdict(worst / height < 1e-3 && relative < 1e-3),
    measured: `p = 256: ${short(worst)} nats is ${short(worst / height)} of the height of Figure 4, and at most ${short(relative)} of the value`,
  };
}

function yardstick({ summaries, yardstick: source }: ApproximationErrors): Statement | undefined {
  if (summaries.some(({ iv }) => iv === undefined)) return undefined;
  const words = summaries.flatMap(({ p, iv }) => {
    if (iv === undefined || iv.finite === iv.of) return [];
    return iv.finite === 0
      ? [`p = ${p}: nowhere finite`]
      : [
          `p = ${p}: not finite at ${iv.of - iv.finite} of ${iv.of}, elsewhere off by up to ${short(iv.largest)}`,
        ];
  });
  const good = summaries.findLast(({ iv }) => iv?.finite === iv?.of)?.p;
  return {
    place: 'A.2, Fig. 5',
    says: 'scipy.special.iv is the yardstick, at several dimensions that the text does not name',
    verdict: words.length === 0 ? 'holds' : `holds up to p = ${good}`,
    measured: `${source}. ${words.join('; ')}`,
  };
}

/** The statements as a Markdown table. */
export function paperStatements(errors: ApproximationErrors): string {
  const statements = [
    orders(errors),
    orderZeroSuffices(errors),
    gradient(),
    negative(),
    decreasing(),
    threshold(),
    upToAConstant(errors),
    overlap(errors),
    yardstick(errors),
  ].filter((statement) => statement !== undefined);
  const rows = statements.map(
    ({ place, says, verdict, measured }) => `| ${place} | ${says} | ${verdict} | ${measured} |`,
  );
  return ['| Where | What is said | | Measured |', '|--|--|--|--|', ...rows].join('\n');
}
