/**
 * Published iterations for A_p(κ) = R, each until rounding stops it, for comparison with the exact inverse.
 *
 * All begin with the bounds of Hornik & Grün, Comput. Stat. 29 (2014), with ν = p/2 - 1 and
 * F(a, b) = R(a + √(R²a² + (1 - R²)b²))/(1 - R²):
 *
 *   max(F(ν, ν+2), F(ν+½, √((ν+½)(ν+3/2)))) <= κ <= F(ν+½, ν+3/2)
 *
 *   name             step                                                                        source
 *   uniroot          Brent's: inverse quadratic, secant or bisection, between the bounds        Brent 1973, ch. 4
 *   newton           κ - (A - R)/A' from the lower bound; it rises to the root, as A is concave
 *   halley           the Newton step divided by 1 - (A - R)A''/(2A'²), kept within the bounds
 *   hybrid           Halley's step where it halves the bracket or the step before, else bisection
 *   newton-fourier   Newton from below and, with the same slope, from above: both bounds close in   Atkinson 1989, 2.2
 *
 * Above κ = 1e150 all return (p-1)/(2(1-R)).
 */
import { concentrationExcess, type Estimator, hornikGruen } from './concentrationEstimators.ts';
import { HUGE_KAPPA } from './domain.ts';
import { meanResultantLengthDerivative } from './meanResultantLengthDerivative.ts';

/** A_p(κ) - R with what is needed of it. */
interface Problem {
  readonly excess: (kappa: number) => number;
  readonly slope: (kappa: number) => number;
  readonly bend: (kappa: number) => number;
  readonly lower: number;
  readonly upper: number;
}

type Iteration = (problem: Problem) => number;

const MOST_STEPS = 1000;
/** A step of Newton or Halley so small, relative to κ, leaves an error far below the rounding. */
const LAST_STEP = 2 ** -40;
/** How far the computed bounds may be off by rounding. */
const ROUNDING = 2 ** -46;

const isLast = (step: number, kappa: number): boolean => !(Math.abs(step) > LAST_STEP * Math.abs(kappa));

const newton: Iteration = ({ excess, slope, lower }) => {
  let kappa = lower;
  for (let count = 0; count < MOST_STEPS; count++) {
    const step = excess(kappa) / slope(kappa);
    kappa -= step;
    if (isLast(step, kappa)) break;
  }
  return kappa;
};

function halleyStep({ excess, slope, bend }: Problem, kappa: number): { step: number; isAbove: boolean } {
  const value = excess(kappa);
  const derivative = slope(kappa);
  const plain = value / derivative;
  return { step: plain / (1 - (plain * bend(kappa)) / derivative / 2), isAbove: value > 0 };
}

const halley: Iteration = (problem) => {
  const { lower, upper } = problem;
  let kappa = lower;
  for (let count = 0; count < MOST_STEPS; count++) {
    const next = Math.min(upper, Math.max(lower, kappa - halleyStep(problem, kappa).step));
    const step = kappa - next;
    kappa = next;
    if (isLast(step, kappa)) break;
  }
  return kappa;
};

const hybrid: Iteration = (problem) => {
  let { lower, upper } = problem;
  let kappa = lower;
  let last = upper - lower;
  for (let count = 0; count < MOST_STEPS; count++) {
    const { step, isAbove } = halleyStep(problem, kappa);
    if (isAbove) upper = kappa;
    else lower = kappa;
    const next = kappa - step;
    const serves = next >= lower && next <= upper && Math.abs(step) <= last / 2;
    const taken = serves ? step : kappa - (lower + (upper - lower) / 2);
    last = Math.abs(taken);
    kappa -= taken;
    if (isLast(taken, kappa)) break;
  }
  return kappa;
};

const newtonFourier: Iteration = ({ excess, slope, lower, upper }) => {
  let [below, above] = [lower, upper];
  for (let count = 0; count < MOST_STEPS; count++) {
    const derivative = slope(below);
    const up = excess(below) / derivative;
    const down = excess(above) / derivative;
    below -= up;
    above -= down;
    if (isLast(up, below)) break;
  }
  return below;
};

const uniroot: Iteration = ({ excess, lower, upper }) => {
  // `best` has the smallest value, `other` the opposite sign, `previous` is the best before.
  let [previous, best] = [lower, upper];
  let [fPrevious, fBest] = [excess(previous), excess(best)];
  let [other, fOther] = [previous, fPrevious];
  let [step, before] = [best - previous, best - previous];
  for (let count = 0; count < MOST_STEPS; count++) {
    if (fBest > 0 === fOther > 0) {
      [other, fOther] = [previous, fPrevious];
      step = best - previous;
      before = step;
    }
    if (Math.abs(fOther) < Math.abs(fBest)) {
      [previous, fPrevious] = [best, fBest];
      [best, fBest, other, fOther] = [other, fOther, best, fBest];
    }
    const half = (other - best) / 2;
    const least = 2 ** -52 * Math.abs(best);
    if (fBest === 0 || Math.abs(half) <= least) return best;
    let next = half;
    if (Math.abs(before) > least && Math.abs(fPrevious) > Math.abs(fBest)) {
      const s = fBest / fPrevious;
      let numerator = 2 * half * s;
      let denominator = 1 - s;
      if (previous !== other) {
        const [q, r] = [fPrevious / fOther, fBest / fOther];
        numerator = s * (2 * half * q * (q - r) - (best - previous) * (r - 1));
        denominator = (q - 1) * (r - 1) * (s - 1);
      }
      if (numerator > 0) denominator = -denominator;
      else numerator = -numerator;
      const allowed = Math.min(
        3 * half * denominator - Math.abs(least * denominator),
        Math.abs(before * denominator),
      );
      if (2 * numerator < allowed) next = numerator / denominator;
    }
    before = next === half ? half : step;
    step = next;
    [previous, fPrevious] = [best, fBest];
    best += Math.abs(step) > least ? step : least * Math.sign(half);
    fBest = excess(best);
  }
  return best;
};

/** F(ν+½, ν+3/2) */
function upperBound(p: number, rBar: number, rest: number): number {
  const [a, b] = [(p - 1) / 2, (p + 1) / 2];
  const spread = rest * (1 + rBar);
  return (rBar * (a + Math.sqrt(rBar * rBar * a * a + spread * b * b))) / spread;
}

const estimatorOf =
  (iteration: Iteration): Estimator =>
  (p, rBar, rest) => {
    const far = (p - 1) / 2 / rest;
    if (far > HUGE_KAPPA) return far;
    return iteration({
      excess: (kappa) => concentrationExcess(p, kappa, rBar, rest),
      slope: (kappa) => meanResultantLengthDerivative(p, kappa, 1),
      bend: (kappa) => meanResultantLengthDerivative(p, kappa, 2),
      lower: Math.max(0, hornikGruen(p, rBar, rest) * (1 - ROUNDING)),
      upper: upperBound(p, rBar, rest) * (1 + ROUNDING),
    });
  };

/** The iterations by name, each as an estimator of κ from p, R and 1 - R. */
export const iteratedConcentration: Readonly<
  Record<'uniroot' | 'newton' | 'halley' | 'hybrid' | 'newton-fourier', Estimator>
> = /* @__PURE__ */ (() => ({
  uniroot: estimatorOf(uniroot),
  newton: estimatorOf(newton),
  halley: estimatorOf(halley),
  hybrid: estimatorOf(hybrid),
  'newton-fourier': estimatorOf(newtonFourier),
}))();
