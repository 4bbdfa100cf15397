import type { ViewSettings } from '../settings/viewSettings.ts';
import type { ChannelStatistics } from './ImageSet.ts';

/** How one kind of view is cut and coloured. */
export interface ViewRecipe {
  readonly size: number;
  /** Share of the image's area that the crop covers, drawn uniformly between the two. */
  readonly scale: readonly [number, number];
  readonly flipProbability: number;
  readonly jitterProbability: number;
  readonly jitterStrength: number;
  readonly greyProbability: number;
  readonly blurProbability: number;
  /** Pixels of the view, drawn uniformly between the two. */
  readonly blurSigma: readonly [number, number];
  readonly solarizeProbability: number;
}

/** The views of one image: two global ones, seen by teacher and student, and local ones for the student. */
export interface MultiCropRecipe extends ChannelStatistics {
  readonly globals: readonly [ViewRecipe, ViewRecipe];
  readonly local: ViewRecipe;
  readonly localCount: number;
}

/** Smallest σ of the blur, as published. */
const LEAST_SIGMA = 0.1;
/** The side of the views that the published σ is meant for. */
const PUBLISHED_SIDE = 224;

type Colouring = Pick<
  ViewSettings,
  | 'flipProbability'
  | 'jitterProbability'
  | 'jitterStrength'
  | 'greyProbability'
  | 'blurFirst'
  | 'blurSecond'
  | 'blurLocal'
  | 'blurSigma'
  | 'blurUnit'
  | 'solarizeProbability'
>;

/** DINO's probabilities; the blur is scaled to the side of the view. */
const PUBLISHED: Colouring = {
  flipProbability: 0.5,
  jitterProbability: 0.8,
  jitterStrength: 1,
  greyProbability: 0.2,
  blurFirst: 1,
  blurSecond: 0.1,
  blurLocal: 0.5,
  blurSigma: 2,
  blurUnit: 'relative',
  solarizeProbability: 0.2,
};

/** DINO's recipe, or what the settings make of it: only the second global view is solarized. */
export function multiCropRecipe(
  settings: Partial<Colouring> &
    ChannelStatistics & {
      readonly globalSize: number;
      readonly localSize: number;
      readonly localCrops: number;
      readonly globalScale: readonly [number, number];
      readonly localScale: readonly [number, number];
    },
): MultiCropRecipe {
  const all = { ...PUBLISHED, ...settings };
  const { flipProbability, jitterProbability, jitterStrength, greyProbability } = all;
  const view = (
    size: number,
    scale: readonly [number, number],
    blurProbability: number,
    solarizeProbability: number,
  ): ViewRecipe => {
    const unit = all.blurUnit === 'relative' ? size / PUBLISHED_SIDE : 1;
    return {
      ...{ size, scale, flipProbability, jitterProbability, jitterStrength, greyProbability },
      ...{ blurProbability, blurSigma: [LEAST_SIGMA * unit, all.blurSigma * unit], solarizeProbability },
    };
  };
  const { globalSize, globalScale, localSize, localScale, localCrops, mean, std } = all;
  return {
    globals: [
      view(globalSize, globalScale, all.blurFirst, 0),
      view(globalSize, globalScale, all.blurSecond, all.solarizeProbability),
    ],
    local: view(localSize, localScale, all.blurLocal, 0),
    localCount: localCrops,
    mean,
    std,
  };
}
