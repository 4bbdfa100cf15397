import type { ChannelStatistics, Dataset, ImageSet } from '../images/ImageSet.ts';
import { plainBatch } from '../images/views.ts';
import type { VitShape } from '../model/vit.ts';
import { extractFeatures } from './extractFeatures.ts';
import { pixelFeatures } from './features.ts';
import type { Features } from './knn.ts';
import type { Subject } from './Protocol.ts';
import type { Task } from './Task.ts';
import type { FeatureKind } from './tokenFeatures.ts';

const LARGEST_PIXELS = 16;

/** Features of the training and test images, each pass over them made once for all protocols of a call. */
export class FeatureStore {
  readonly #vit: VitShape;
  readonly #statistics: ChannelStatistics;
  readonly #kinds: readonly FeatureKind[];
  readonly #task: Task;
  readonly #kept = new Map<string, Features>();

  /** `kinds` are all that will be asked for: what is passed over once is kept for each of them. */
  constructor(vit: VitShape, statistics: ChannelStatistics, kinds: readonly FeatureKind[], task: Task) {
    this.#vit = vit;
    this.#statistics = statistics;
    this.#kinds = kinds;
    this.#task = task;
  }

  /** The features of a kind, of whole images without augmentation. */
  async of(
    subject: Subject,
    dataset: Dataset,
    kind: FeatureKind,
  ): Promise<{ train: Features; test: Features }> {
    const key = (split: string, of: string) => `${subject.name}/${split}/${of}`;
    for (const split of ['train', 'test'] as const) {
      if (this.#kept.has(key(split, kind))) continue;
      const extracted = await this.#extract(subject, dataset[split], split);
      for (const [of, features] of Object.entries(extracted)) this.#kept.set(key(split, of), features);
    }
    return {
      train: this.#kept.get(key('train', kind)) as Features,
      test: this.#kept.get(key('test', kind)) as Features,
    };
  }

  async #extract(subject: Subject, images: ImageSet, split: string): Promise<Record<string, Features>> {
    const { parameters } = subject;
    const kinds = this.#kinds;
    if (parameters === null) {
      const [whole, small] = [await this.#pixels(images, 'cls'), await this.#pixels(images, 'raw')];
      return Object.fromEntries(kinds.map((kind) => [kind, kind === 'raw' ? small : whole]));
    }
    const title = `features of the ${split} images, ${subject.name}`;
    return await this.#task.run(title, images.count, (tick) =>
      extractFeatures(parameters, this.#vit, images, this.#statistics, kinds, tick),
    );
  }

  /** The pixels themselves; as `raw`, what logistic regression takes, the image at 16 pixels a side at most. */
  async #pixels(images: ImageSet, kind: FeatureKind): Promise<Features> {
    if (kind !== 'raw') return await pixelFeatures(images, this.#statistics.mean);
    const size = Math.min(this.#vit.imageSize, LARGEST_PIXELS);
    const values = await plainBatch(images, 0, images.count, size, this.#statistics);
    return { values, dimension: values.length / images.count, labels: images.labels };
  }
}
