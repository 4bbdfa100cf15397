import { beforeAll, describe, expect, it } from 'vitest';
import { startEngine } from '../../../../examples/dino-vmf/engine.ts';
import { countOf } from '../../../../examples/dino-vmf/model/parameters.ts';
import { initialVit } from '../../../../examples/dino-vmf/model/vit.ts';
import { Random } from '../../../../examples/dino-vmf/random.ts';
import { DEFAULTS } from '../../../../examples/dino-vmf/settings/config.ts';
import { PRESETS } from '../../../../examples/dino-vmf/settings/presets.ts';
import { vitShape } from '../../../../examples/dino-vmf/training/trainStep.ts';

beforeAll(async () => {
  await startEngine('cpu');
});

describe('the vision transformers of the presets', () => {
  it('ViT-Ti/16 at 224 pixels has the 5,524,416 weights of timm, its classifier left out', () => {
    // timm's vit_tiny_patch16_224 has 5,717,416, of which 193,000 are the classifier's.
    const config = { ...DEFAULTS, ...PRESETS.cifar10?.settings, imageSize: 224, patchSize: 16 };
    expect(countOf(initialVit(vitShape(config), Random.keyed(0)))).toBe(5_524_416);
  });
});
