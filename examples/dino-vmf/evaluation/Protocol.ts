import type { ChannelStatistics, Dataset } from '../images/ImageSet.ts';
import type { Parameters } from '../model/parameters.ts';
import type { VitShape } from '../model/vit.ts';
import type { Config } from '../settings/config.ts';
import type { EvaluateSettings } from './evaluateSettings.ts';
import type { FeatureStore } from './FeatureStore.ts';
import type { Task } from './Task.ts';
import type { FeatureKind } from './tokenFeatures.ts';

/** What is evaluated: a network of the run, or, with no parameters, the pixels themselves. */
export interface Subject {
  readonly name: 'teacher' | 'student' | 'untrained' | 'pixels';
  readonly parameters: Parameters | null;
}

/** All that a protocol can use. */
export interface Context {
  readonly config: Config;
  readonly vit: VitShape;
  /** What images are normalised with: the run's own. */
  readonly statistics: ChannelStatistics;
  readonly settings: EvaluateSettings;
  readonly features: FeatureStore;
  readonly task: Task;
  /** The images with classes, read at the first call. */
  dataset(): Promise<Dataset>;
}

/** What one subject came to: lines of the table, column by column as text, and the same as numbers. */
export interface Outcome {
  readonly rows: readonly Readonly<Record<string, string>>[];
  readonly results: unknown;
}

export interface Protocol {
  readonly name: string;
  readonly title: string;
  /** The features it takes of the images with classes. */
  readonly kinds: readonly FeatureKind[];
  /** Whether it makes sense for raw pixels. */
  readonly pixels: boolean;
  /** Its settings as written beside its results. */
  settings(settings: EvaluateSettings, config: Config): Record<string, unknown>;
  run(context: Context, subject: Subject): Promise<Outcome>;
}
