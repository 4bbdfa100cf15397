import {
  equalConcentrationsTest,
  equalMeanDirectionsTest,
  goodnessOfFitTest,
  meanDirectionTest,
  type Rows,
  rayleighTest,
  type Sample,
  type TestResult,
} from '../index.ts';

/** What a test is told, apart from its rows; options that are not given are left out. */
export interface TestSettings {
  readonly mu: Float64Array;
  readonly options: {
    readonly method?: never;
    readonly resamples?: number;
    readonly seed?: bigint;
    readonly normalize?: boolean;
    readonly dimension?: number;
  };
}

/** A test of the command line. */
export interface DirectionalTest {
  readonly about: string;
  /** Its methods, the default first; none where there is one way. */
  readonly methods: readonly string[];
  /** Whether it compares several samples, a file each. */
  readonly compares: boolean;
  /** Whether it needs --mu. */
  readonly needsMu: boolean;
  /** Whether a method looks at single rows, so that all have to be in memory. */
  readonly needsRows: (method: string | undefined) => boolean;
  readonly run: (samples: readonly Sample[], settings: TestSettings) => TestResult;
}

export const DIRECTIONAL_TESTS: Readonly<Record<string, DirectionalTest>> = {
  rayleigh: {
    about: 'the directions are uniform on the sphere',
    methods: ['modified', 'plain', 'saddlepoint'],
    compares: false,
    needsMu: false,
    needsRows: () => false,
    run: ([sample], { options }) => rayleighTest(sample, options),
  },
  'mean-direction': {
    about: 'the mean direction is --mu',
    methods: ['conditional', 'likelihood-ratio', 'high-concentration'],
    compares: false,
    needsMu: true,
    needsRows: () => false,
    run: ([sample], { mu, options }) => meanDirectionTest(sample, mu, options),
  },
  'goodness-of-fit': {
    about: 'they come from a von Mises-Fisher distribution',
    methods: [],
    compares: false,
    needsMu: false,
    needsRows: () => true,
    // Rows, since needsRows says so.
    run: ([sample], { options }) => goodnessOfFitTest(sample as Rows, options),
  },
  'equal-mean-directions': {
    about: 'several files have one mean direction',
    methods: ['embedding', 'likelihood-ratio', 'watson-williams', 'heterogeneous', 'permutation'],
    compares: true,
    needsMu: false,
    needsRows: (method) => method === 'permutation',
    run: (samples, { options }) => equalMeanDirectionsTest(samples, options),
  },
  'equal-concentrations': {
    about: 'several files have one kappa',
    methods: ['likelihood-ratio', 'bartlett'],
    compares: true,
    needsMu: false,
    needsRows: () => false,
    run: (samples, { options }) => equalConcentrationsTest(samples, options),
  },
};
