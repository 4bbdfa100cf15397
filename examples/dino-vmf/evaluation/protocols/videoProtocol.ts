import type { EvaluateSettings } from '../evaluateSettings.ts';
import { percent } from '../evaluation.ts';
import type { Protocol } from '../Protocol.ts';
import { requireColour } from '../requireColour.ts';
import { boundaryAccuracy } from '../video/boundaryAccuracy.ts';
import { davisFolder } from '../video/davisFolder.ts';
import type { Mask } from '../video/Mask.ts';
import { type OverFrames, overFrames } from '../video/overFrames.ts';
import { readMask } from '../video/readMask.ts';
import { regionSimilarity } from '../video/regionSimilarity.ts';
import { segmentClip } from '../video/segmentClip.ts';

interface ObjectScore {
  readonly clip: string;
  readonly object: number;
  readonly J: OverFrames;
  readonly F: OverFrames;
}

/**
 * Video object segmentation by label propagation (Jabri et al., 2020), with the settings of DINO on DAVIS-2017: frames
 * with the shorter side 480 and the longer cut to a multiple of 64; patch features of the last block after its norm; labels
 * from the first frame and the last seven, within 12 patches, from the five most similar patches, weights exp(cos/0.1).
 *
 * J (overlap) and F (boundary) of every object over the frames but the first and last: mean, recall (above 1/2) and
 * decay, then averaged over all objects of all clips, as the semi-supervised measure of the DAVIS toolkit. Differences:
 * images are normalised with the run's mean and deviation (DINO's code has 0.228 for red by mistake); nearest
 * patches that tie exactly are not all kept.
 */
export const videoProtocol: Protocol = {
  name: 'video',
  title: 'Video object segmentation: J (overlap) and F (boundary)',
  kinds: [],
  pixels: false,
  settings: (settings) => recipe(settings),
  async run({ settings, vit, statistics, task }, { name, parameters }) {
    if (parameters === null) throw new Error('video: raw pixels have no patches');
    requireColour('video', statistics);
    const clips = davisFolder(settings.data as string);
    const scores: ObjectScore[] = [];
    const frames = clips.reduce((sum, clip) => sum + clip.frames.length, 0);
    await task.run(`video, ${name}`, frames, async (tick) => {
      let done = 0;
      const how = { ...recipe(settings), parameters, vit, statistics };
      for (const clip of clips) {
        const truth: Mask[] = [];
        for (const file of clip.annotations) truth.push(await readMask(file));
        const masks = await segmentClip(clip, truth[0] as Mask, how, () => tick(++done));
        scores.push(...objectScores(clip.name, masks, truth));
        await tick(++done);
      }
    });
    const whole = summary(scores);
    const ofClips = clips.map((clip) => ({
      clip: clip.name,
      ...summary(scores.filter((score) => score.clip === clip.name)),
    }));
    return {
      rows: [
        { network: name, clip: `all ${clips.length}`, ...cells(whole) },
        ...ofClips.map((clip) => ({ network: name, clip: clip.clip, ...cells(clip) })),
      ],
      results: { ...whole, objects: scores.length, clips: ofClips },
    };
  },
};

function recipe({ size, sources, window, top }: EvaluateSettings) {
  return { size: size ?? 480, sources, window, top };
}

/** The objects of the first frame, measured on all frames but the first and last. */
function objectScores(clip: string, masks: readonly Mask[], truth: readonly Mask[]): ObjectScore[] {
  const [{ objects, width, height }] = truth as [Mask];
  const numbers = [...new Set(objects)].filter((object) => object > 0).sort((a, b) => a - b);
  const only = (mask: Mask, object: number) => mask.objects.map((shown) => (shown === object ? 1 : 0));
  return numbers.map((object) => {
    const [J, F]: [number[], number[]] = [[], []];
    for (let frame = 1; frame < truth.length - 1; frame++) {
      const [mask, real] = [only(masks[frame] as Mask, object), only(truth[frame] as Mask, object)];
      J.push(regionSimilarity(mask, real));
      F.push(boundaryAccuracy(mask, real, width, height));
    }
    return { clip, object, J: overFrames(J), F: overFrames(F) };
  });
}

function summary(scores: readonly ObjectScore[]) {
  const mean = (of: (score: ObjectScore) => number) =>
    scores.reduce((sum, score) => sum + of(score), 0) / scores.length;
  const over = (key: 'J' | 'F'): OverFrames => ({
    mean: mean((score) => score[key].mean),
    recall: mean((score) => score[key].recall),
    decay: mean((score) => score[key].decay),
  });
  const [J, F] = [over('J'), over('F')];
  return { JF: (J.mean + F.mean) / 2, J, F };
}

function cells({ JF, J, F }: ReturnType<typeof summary>): Record<string, string> {
  return {
    'J&F': percent(JF),
    J: percent(J.mean),
    'J recall': percent(J.recall),
    'J decay': percent(J.decay),
    F: percent(F.mean),
    'F recall': percent(F.recall),
    'F decay': percent(F.decay),
  };
}
