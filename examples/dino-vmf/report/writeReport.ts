import { type Evaluations, percent, trainedAccuracy } from '../evaluation/evaluation.ts';
import type { Dataset } from '../images/ImageSet.ts';
import type { MultiCropRecipe } from '../images/views.ts';
import type { Provenance } from '../run/provenance.ts';
import type { Metrics, RunFolder } from '../run/runFolder.ts';
import { type Config, SETTINGS } from '../settings/config.ts';
import * as charts from './charts.ts';
import { sampleCrops } from './sampleCrops.ts';
import { STYLE } from './style.ts';

export interface ReportInput {
  readonly folder: RunFolder;
  readonly config: Config;
  readonly dataset: Dataset;
  readonly recipe: MultiCropRecipe;
  readonly evaluations: Evaluations;
  readonly teacherNorms: Float32Array;
}

/** Writes report.html, one file that needs nothing else: text, tables, SVG curves and a picture of views. */
export async function writeReport(input: ReportInput): Promise<void> {
  const { folder, config, evaluations } = input;
  const metrics = folder.metricsUpTo(config.steps);
  const provenance = folder.readJson<Provenance>('config.json') as Provenance;
  const first = metrics[0] as Metrics;
  const last = metrics.at(-1) as Metrics;
  const trained = trainedAccuracy(evaluations);
  const crops = (await sampleCrops(input.dataset.train, input.recipe, config.seed)).toString('base64');
  const figure = async (chart: Promise<string>, caption: string) =>
    `<figure>${await chart}<figcaption>${caption}</figcaption></figure>`;

  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>DINO-vMF run: kNN ${percent(trained)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${TITLES[config.normalization]} on ${escaped(provenance.images.name)}</h1>
<p class="lead">${verdict(evaluations, last)}</p>
${table(
  ['features', 'kNN accuracy'],
  [
    ['chance', percent(evaluations.chance)],
    ['raw pixels', percent(evaluations.rawPixels)],
    ['network before training', percent(evaluations.untrained)],
    ['<b>teacher after training</b>', `<b>${percent(trained)}</b>`],
  ],
)}
<p class="note">Weighted nearest neighbours (k = ${evaluations.neighbours}, cosine similarity, votes exp(s/0.07)) among the
${provenance.images.train} training images, measured on ${provenance.images.test} test images of ${provenance.images.classes.length} classes.
No label was used in training.</p>
<div class="figures">
${await figure(charts.accuracyBars(evaluations), 'What the features know about the classes. The step from the untrained network to the trained teacher is what training has taught.')}
${await figure(charts.accuracyCurve(evaluations), 'kNN accuracy of the teacher on the way; step 0 is the untrained network.')}
${await figure(charts.lossChart(metrics), `The loss is the teacher's entropy plus the divergence beside it. Loss and entropy both at ln K = ${last.lnK.toFixed(2)} mean collapse to the uniform; entropy near 0 means that one prototype takes all.`)}
${await figure(charts.klChart(metrics), 'Divergence of the student from its targets (loss less entropy). It should stay above 0 and fall slowly: at 0 nothing is left to learn.')}
${await figure(charts.normChart(metrics), `Norms of the student's prototypes. κ = ‖w‖/τ: now ${number(last.kappaStudent.median)} (student) and ${number(last.kappaTeacher.median)} (teacher) in the median; all begin at ‖w‖ = 1.`)}
${await figure(charts.normHistogram(input.teacherNorms), `Norms of the teacher's ${config.prototypes} prototypes at the end: the larger, the narrower the component on the sphere.`)}
${await figure(charts.learningRateChart(metrics), 'Learning rate: linear warm-up, then half a cosine.')}
${await figure(Promise.resolve(`<img alt="Images and their views" src="data:image/png;base64,${crops}">`), 'Training images (left) and views as the networks see them: two global ones, then local ones.')}
</div>
<h2>Figures</h2>
${table(
  ['', `step ${first.step}`, `step ${last.step}`],
  [
    ['loss, nats', number(first.loss), number(last.loss)],
    ['teacher entropy, nats', number(first.teacherEntropy), number(last.teacherEntropy)],
    ['KL, nats', number(first.kl), number(last.kl)],
    ['gradient norm', number(first.gradientNorm), number(last.gradientNorm)],
    ['‖w‖: smallest / median / largest', triple(first), triple(last)],
  ],
)}
<p class="note">${last.step} steps of ${config.batchSize} images (${number(last.epoch)} passes) at ${Math.round(meanRate(metrics))} images/s on the engine
${provenance.engine}; ${percent(mean(metrics.map((m) => m.viewShare)))} of the time the engine waited for views.
Every step is in metrics.jsonl, a JSON object a line.</p>
<h2>Settings</h2>
<div class="settings">${table(
    ['option', 'value'],
    SETTINGS.map((s) => [s.flag.split(' ')[0] as string, escaped(String(config[s.key] ?? '–'))]),
  )}</div>
<p class="note">${escaped(provenance.package)}${provenance.commit ? `, commit ${provenance.commit.slice(0, 12)}` : ''}, Node ${provenance.node},
${escaped(provenance.processor)}, started ${provenance.startedAt.replace('T', ' ').slice(0, 16)} UTC.</p>
</body>
</html>
`;
  folder.write('report.html', page);
}

const TITLES = {
  vmf: 'DINO-vMF',
  l2: 'DINO with unit prototypes',
  none: 'DINO with unnormalized prototypes',
} as const;

/** What the reader should see first, in words. */
function verdict(evaluations: Evaluations, last: Metrics): string {
  const trained = trainedAccuracy(evaluations);
  if (last.loss > last.lnK - 0.01 && last.kl < 0.01) {
    return `Collapsed: loss ${number(last.loss)} is ln K = ${number(last.lnK)}, every image gets the same uniform answer. Lower the teacher temperature or the learning rate.`;
  }
  if (last.teacherEntropy < 0.05) {
    return `Collapsed: the teacher's entropy is ${number(last.teacherEntropy)}, one prototype takes every image. Lower the centre momentum or raise the teacher temperature.`;
  }
  const gain = 100 * (trained - evaluations.untrained);
  const overPixels = 100 * (trained - evaluations.rawPixels);
  return `Nearest neighbours in the teacher's features find the class of ${percent(trained)} of the test images: ${signed(gain)} points against the untrained network, ${signed(overPixels)} against raw pixels.`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const cells = (tag: string, row: readonly string[]) =>
    `<tr>${row.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`;
  return `<table><thead>${cells('th', head)}</thead><tbody>${rows.map((row) => cells('td', row)).join('\n')}</tbody></table>`;
}

const signed = (points: number) => `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`;
const number = (x: number) => x.toPrecision(4);
const triple = ({ prototypeNorm: n }: Metrics) =>
  [n.min, n.median, n.max].map((x) => x.toFixed(3)).join(' / ');
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
/** Images per second over the whole run: the harmonic mean of the steps' rates. */
const meanRate = (metrics: readonly Metrics[]) => 1 / mean(metrics.map((m) => 1 / m.imagesPerSecond));
const escaped = (text: string) => text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
