/** What the monitor looks at of a step. */
export interface WatchedStep {
  readonly step: number;
  /** Mean entropy of the teacher's targets, nats. */
  readonly teacherEntropy: number;
  /** Of the [CLS] answers; with the entropy it makes their loss. */
  readonly kl: number;
  /** Largest entropy there can be. */
  readonly lnK: number;
}

export type CollapseCause = 'uniform' | 'mute student' | 'one prototype' | 'no difference' | 'one feature';

/** One line of warnings.json. */
export interface CollapseWarning {
  readonly step: number;
  readonly cause: CollapseCause;
  /** What was seen. */
  readonly seen: string;
  readonly advice: string;
}

/** Steps whose mean is compared with the bounds, so that no single batch raises an alarm. */
const WINDOW = 20;
/** Nats that count as "at ln K": published runs that collapsed stood within 0.001 of it. */
const NEAR_UNIFORM = 0.02;
/** Nats of entropy that count as one answer: e^0.05 = 1.05 prototypes. */
const NEAR_ZERO_ENTROPY = 0.05;
/** Nats of divergence that count as none. */
const NEAR_ZERO_KL = 0.005;
/** Nats of divergence that are certainly some. */
const CLEAR_KL = 0.1;
/** Deviation of unit features, 1 on the whole sphere; untrained networks have about 0.5. */
const NEAR_ONE_FEATURE = 0.05;

const ADVICE: Readonly<Record<CollapseCause, string>> = {
  uniform:
    'Lower --teacher-temperature (it must be well below --student-temperature) or --learning-rate, or lengthen --warmup.',
  'mute student':
    'Lower --learning-rate, lengthen --warmup, or freeze the prototypes at the start with --freeze-last-layer.',
  'one prototype': 'Lower --centre-momentum, raise --teacher-temperature, or take larger batches.',
  'no difference': 'Raise --ema-momentum, and keep --teacher-temperature below --student-temperature.',
  'one feature': 'Raise --ema-momentum, lower --learning-rate, or lengthen --warmup.',
};

/**
 * Watches a training for collapse and names its cause, each cause once:
 *
 * - uniform: teacher entropy within 0.02 nats of ln K, and the loss with it, which is never below; every image gets
 *   the same even answer;
 * - mute student: the loss within 0.02 nats of ln K with a KL of 0.1 or more, past the first fifth; the teacher has
 *   something to say, the student does not repeat it;
 * - one prototype: teacher entropy below 0.05 nats; one prototype takes the images of a batch;
 * - no difference: the student within 0.005 nats of its targets, though none of the above;
 * - one feature: the deviation of the teacher's unit features below 0.05; all images look alike to it.
 *
 * All but the last are means over 20 steps.
 */
export class CollapseMonitor {
  readonly #steps: number;
  readonly #raised: Set<CollapseCause>;
  #recent: WatchedStep[];

  /** `steps` of the run; `before` and `raised` are what a resumed run had seen and warned of. */
  constructor(steps: number, before: readonly WatchedStep[] = [], raised: readonly CollapseWarning[] = []) {
    this.#steps = steps;
    this.#recent = before.slice(-WINDOW);
    this.#raised = new Set(raised.map(({ cause }) => cause));
  }

  /** A warning, if this step completes the evidence for a cause that was not named yet. */
  see(step: WatchedStep): CollapseWarning | null {
    this.#recent = [...this.#recent, step].slice(-WINDOW);
    if (this.#recent.length < WINDOW) return null;
    const mean = (of: (own: WatchedStep) => number) =>
      this.#recent.reduce((sum, own) => sum + of(own), 0) / WINDOW;
    const { lnK } = step;
    const [loss, entropy, kl] = [
      mean((own) => own.teacherEntropy + own.kl),
      mean((own) => own.teacherEntropy),
      mean((own) => own.kl),
    ];
    const figures = `over ${WINDOW} steps loss ${loss.toFixed(4)}, teacher entropy ${entropy.toFixed(4)}, ln K ${lnK.toFixed(4)}`;
    if (lnK - entropy < NEAR_UNIFORM) {
      return this.#raise(step.step, 'uniform', `the teacher's answers are uniform: ${figures}`);
    }
    if (entropy < NEAR_ZERO_ENTROPY) {
      return this.#raise(step.step, 'one prototype', `one prototype takes every image: ${figures}`);
    }
    if (kl < NEAR_ZERO_KL) {
      const divergence = `KL ${kl.toFixed(4)} over ${WINDOW} steps`;
      return this.#raise(
        step.step,
        'no difference',
        `the student already says what the teacher says: ${divergence}`,
      );
    }
    if (Math.abs(lnK - loss) < NEAR_UNIFORM && kl > CLEAR_KL && step.step > this.#steps / 5) {
      return this.#raise(
        step.step,
        'mute student',
        `the student's answers are uniform, the teacher's are not: ${figures}`,
      );
    }
    return null;
  }

  /** The same for the deviation of the teacher's unit features. */
  seeFeatures(step: number, deviation: number): CollapseWarning | null {
    if (deviation >= NEAR_ONE_FEATURE) return null;
    return this.#raise(step, 'one feature', `all images have one feature: deviation ${deviation.toFixed(4)}`);
  }

  #raise(step: number, cause: CollapseCause, seen: string): CollapseWarning | null {
    if (this.#raised.has(cause)) return null;
    this.#raised.add(cause);
    return { step, cause, seen, advice: ADVICE[cause] };
  }
}
