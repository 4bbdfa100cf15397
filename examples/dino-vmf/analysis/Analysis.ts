import type { PrecisionRange } from './accuracyByPrecision.ts';
import type { Agreement } from './agreement.ts';
import type { Assignment } from './assignPrototypes.ts';
import type { CentreAsPrior } from './centreAsPrior.ts';
import type { FittedMixture } from './fittedMixture.ts';
import type { ComponentLogit } from './logitIllustration.ts';
import type { PrototypeSets } from './prototypeSets.ts';
import type { VoidPrototypes } from './voidPrototypes.ts';

/** Which run and images, and how they were looked at. */
export interface AnalysedRun {
  readonly run: string;
  readonly step: number;
  readonly steps: number;
  readonly network: 'teacher' | 'student';
  readonly engine: string;
  /** As the paper calls it. */
  readonly objective: string;
  readonly normalization: 'none' | 'l2' | 'vmf';
  readonly centring: 'probability' | 'logit';
  /** K and p. */
  readonly prototypes: number;
  readonly dimension: number;
  /** τ of each network; the teacher's is that of the last step. */
  readonly tau: { readonly student: number; readonly teacher: number };
  readonly neighbours: number;
  readonly images: {
    readonly name: string;
    readonly classes: number;
    readonly train: number;
    readonly test: number;
    /** Whether they are those that the run was trained on. */
    readonly areOfTheRun: boolean;
  };
}

/** The learned prototypes beside mixtures fitted by EM to the same directions. */
export interface MixtureComparison {
  /** How many training images EM took. */
  readonly images: number;
  /** Prototypes that are compared: those that win a training image. */
  readonly occupied: number;
  /** Mean log density of the test images in nats, relative to the uniform distribution. */
  readonly logDensity: {
    /** Prototypes with κ = ‖w‖/τ and equal weights, as the paper reads them. */
    readonly prototypes: number;
    /** The same with the mean responsibilities of the training images as weights. */
    readonly weightedPrototypes: number;
    readonly oneComponent: number;
    readonly fitted: number;
    readonly fittedFromPrototypes: number;
  };
  readonly fitted: FittedMixture;
  /** EM that starts at the directions of the prototypes that win most. */
  readonly fittedFromPrototypes: FittedMixture;
  /** For each occupied prototype, in order, the largest cosine with a mean of either mixture. */
  readonly bestCosines: Float64Array;
  readonly bestCosinesFromPrototypes: Float64Array;
}

export interface Analysis {
  readonly about: AnalysedRun;
  readonly sets: PrototypeSets;
  /** Of the training images. */
  readonly assignment: Assignment;
  readonly voids: VoidPrototypes;
  /** Null where the norms play no part (unit prototypes). */
  readonly precision: readonly PrecisionRange[] | null;
  /** kNN accuracy on all test images. */
  readonly accuracy: number;
  /** κ_k of each network. */
  readonly kappas: { readonly student: Float64Array; readonly teacher: Float64Array };
  readonly centre: CentreAsPrior;
  /** The teacher's, which the centre belongs to. */
  readonly teacherAssignment: Assignment;
  /** At the 5 %, 50 % and 95 % quantile of κ. */
  readonly logits: readonly [ComponentLogit, ComponentLogit, ComponentLogit];
  /** The winning prototype of each test image with its class. */
  readonly agreement: Agreement;
  readonly mixture: MixtureComparison;
}
