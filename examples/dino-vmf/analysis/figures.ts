import type { Analysis } from './Analysis.ts';
import * as logits from './logitCharts.ts';
import * as mixtures from './mixtureCharts.ts';
import * as prototypes from './prototypeCharts.ts';

export interface Figure {
  /** Of its file. */
  readonly name: string;
  readonly svg: string;
  readonly caption: string;
}

/** The figures of the page by section, in their order. */
export interface Section {
  readonly title: string;
  readonly figures: readonly Figure[];
}

export async function figures(analysis: Analysis): Promise<Section[]> {
  const { about, sets, assignment, voids, precision, kappas, centre, teacherAssignment, mixture } = analysis;
  const { dimension: p } = about;
  const figure = async (name: string, chart: Promise<string>, caption: string): Promise<Figure> => ({
    name,
    svg: await chart,
    caption,
  });
  const [low, middle, high] = analysis.logits;
  const drop = (low.normalizer - high.normalizer).toFixed(1);
  return [
    {
      title: 'How many prototypes are in use',
      figures: [
        await figure(
          'unique-prototypes',
          prototypes.uniqueChart(sets.thresholds),
          `Unique prototypes of ${about.prototypes} by threshold (Figure 6, Table 4). Greedy leaders: in their order, each prototype joins the first leader above the threshold. Components count a chain of duplicates as one.`,
        ),
        await figure(
          'largest-set',
          prototypes.largestSetChart(sets.thresholds),
          'Members of the largest duplicate set (Figure 7). One that stays large up to 0.99 is a void set.',
        ),
        await figure(
          'mean-cosines',
          prototypes.meanCosineChart(voids.cosines, assignment.wins),
          `Where prototypes point, beside the mean of y over the training images. A void prototype has cosine −1 and wins no image: it flees from all data. Here ‖ȳ‖ = ${voids.meanLength.toFixed(3)}.`,
        ),
        await figure(
          'wins',
          prototypes.winsChart(assignment.wins),
          `Shares of the training images that prototypes win by their largest logit, without centre; ${voids.unused} win none and are not shown. Dashed: equal shares.`,
        ),
      ],
    },
    {
      title: 'Precision',
      figures: [
        // Unit prototypes have one κ, 1/τ, and none of these two figures.
        ...(precision === null
          ? []
          : [
              await figure(
                'kappa',
                prototypes.kappaChart(kappas),
                `κ = ‖w‖/τ of each network's own w and τ: τₛ = ${about.tau.student}, τₜ = ${about.tau.teacher}. All began at 1/τ.`,
              ),
              await figure(
                'precision',
                mixtures.precisionChart(precision, analysis.accuracy),
                `kNN accuracy of test images by the precision of the prototype they go to (Figure 2), with 95 % intervals and the number of images; dashed: all images. Images of one prototype stay in one range.`,
              ),
            ]),
        await figure(
          'normalizer',
          logits.normalizerChart(p, analysis.logits),
          `What the vMF formulation adds to a logit at p = ${p}. ${precision === null ? `All prototypes have κ = ${middle.kappa.toPrecision(3)}.` : `Over the middle 90 % of the ${about.network}'s κ it falls by ${drop} nats.`}`,
        ),
        await figure(
          'logits',
          logits.logitChart(p, [middle.kappa / 2, middle.kappa, 2 * middle.kappa]),
          `A logit over the angle between y and w, for the median κ, half and twice as much. With log Cₚ a longer w raises it only within arccos Aₚ(κ), ${middle.thresholdAngle.toFixed(0)}° at the median; without it within 90° (A.1).`,
        ),
        await figure(
          'circle',
          logits.circleChart([2, 10]),
          'vMF densities on the circle about 315°, drawn outwards from it, for a short and a long w (Figure 3).',
        ),
        await figure(
          'prior',
          mixtures.priorChart(centre.prior, teacherAssignment.responsibility),
          `The centre read as log π (A.4) beside the teacher's mean responsibilities for the training images; 1 is an equal share, dashed: equality. The centre has seen augmented views of the last batches.`,
        ),
      ],
    },
    {
      title: 'Beside a mixture fitted by EM',
      figures: [
        await figure(
          'log-density',
          mixtures.logDensityChart(mixture),
          `Held-out log density of y under vMF mixtures. EM fits κ to the data (median ${Number(mixture.fitted.kappas.median.toPrecision(3)).toLocaleString('en')}); training fixes it by τ, to sharpen targets, not to model y.`,
        ),
        await figure(
          'best-cosines',
          mixtures.bestCosineChart(mixture),
          `How near each of the ${mixture.occupied} prototypes that win an image lies to a mean direction of the fitted mixtures.`,
        ),
      ],
    },
  ];
}
