import { readFileSync } from 'node:fs';
import { type Evaluations, percent, trainedAccuracy } from '../evaluation/evaluation.ts';
import type { Inspection } from '../inspection/inspect.ts';
import type { Provenance } from '../run/provenance.ts';
import type { Metrics, RunFolder } from '../run/runFolder.ts';
import { type Config, SETTINGS } from '../settings/config.ts';
import type { CollapseWarning } from '../training/CollapseMonitor.ts';
import { accuracyBars } from './figures/accuracyFigures.ts';
import type { Figure } from './figures/Figure.ts';
import { FIGURES } from './figures/figures.ts';
import { svgOf } from './figures/svgOf.ts';
import { escaped, htmlTable } from './htmlTable.ts';
import { methodName } from './methodName.ts';
import { STYLE } from './style.ts';

/** Writes report.html, one file that needs nothing else: text, tables, SVG figures, pictures of views and attention. */
export async function writeReport(
  folder: RunFolder,
  config: Config,
  evaluations: Evaluations,
): Promise<void> {
  const metrics = folder.metricsUpTo(config.steps);
  const inspections = folder.inspectionsUpTo(config.steps);
  const provenance = folder.readJson<Provenance>('config.json') as Provenance;
  const first = metrics[0] as Metrics;
  const last = metrics.at(-1) as Metrics;
  const seen = inspections.at(-1);
  const trained = trainedAccuracy(evaluations);
  const run = { steps: config.steps, metrics, inspections, evaluations };
  const figure = async (what: Figure) =>
    framed(what.title, await svgOf(what.spec, what.rows(run)), what.caption(run));
  const picture = (name: string, title: string, caption: string) => {
    const data = readFileSync(folder.file(name)).toString('base64');
    return framed(title, `<img alt="${title}" src="data:image/png;base64,${data}">`, caption);
  };
  const shown = [accuracyBars, ...FIGURES].filter((f) => !f.isOptional || f.rows(run).length > 0);
  const figures = await Promise.all(shown.map(figure));
  const warnings = folder.readJson<CollapseWarning[]>('warnings.json') ?? [];

  const page = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${methodName(config)}: kNN ${percent(trained)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${methodName(config)} on ${escaped(provenance.images.name)}</h1>
<p class="lead">${verdict(evaluations)}</p>
${warnings.map(({ step, cause, seen, advice }) => `<p class="warning">Step ${step}: collapse (${cause}): ${escaped(`${seen}. ${advice}`)}</p>`).join('\n')}
${htmlTable(
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
${figures.join('\n')}
${picture('crops.png', 'Views', 'Training images (left) and views as the networks see them: two global ones, then local ones.')}
${picture('attention.png', 'Attention', 'Test images (left), where [CLS] of the teacher looks in its last block, averaged over the heads, and head by head. Bright is much; each map has its own scale.')}
</div>
<h2>First and last step</h2>
${htmlTable(
  ['', `step ${first.step}`, `step ${last.step}`],
  [
    ['loss, nats', number(first.loss), number(last.loss)],
    ['teacher entropy, nats', number(first.teacherEntropy), number(last.teacherEntropy)],
    ['KL, nats', number(first.kl), number(last.kl)],
    ['gradient norm', number(first.gradientNorm), number(last.gradientNorm)],
    ['‖w‖: smallest / median / largest', triple(first), triple(last)],
    ...inspected(inspections[0], seen),
  ],
)}
<p class="note">${last.step} steps of ${config.batchSize} images (${number(last.epoch)} passes) at ${Math.round(meanRate(metrics))} images/s on the engine
${provenance.engine}; ${percent(mean(metrics.map((m) => m.viewShare)))} of the time the engine waited for views.
Every step is in metrics.jsonl and every inspection in inspections.jsonl, a JSON object a line.</p>
<h2>Settings</h2>
<div class="settings">${htmlTable(
    ['option', 'value'],
    // Of what --no-... turns off, whether it is on.
    SETTINGS.map((s) => [
      (s.flag.split(' ')[0] as string).replace('--no-', '--'),
      escaped(String(config[s.key] ?? '–')),
    ]),
  )}</div>
<p class="note">${escaped(provenance.package)}${provenance.commit ? `, commit ${provenance.commit.slice(0, 12)}` : ''}, Node ${provenance.node},
${escaped(provenance.processor)}, started ${provenance.startedAt.replace('T', ' ').slice(0, 16)} UTC.</p>
</body>
</html>
`;
  folder.write('report.html', page);
}

const framed = (title: string, content: string, caption: string) =>
  `<figure><h3>${title}</h3>${content}<figcaption>${caption}</figcaption></figure>`;

/** What the reader should see first, in words. */
function verdict(evaluations: Evaluations): string {
  const trained = trainedAccuracy(evaluations);
  const gain = 100 * (trained - evaluations.untrained);
  const overPixels = 100 * (trained - evaluations.rawPixels);
  return `Nearest neighbours in the teacher's features find the class of ${percent(trained)} of the test images: ${signed(gain)} points against the untrained network, ${signed(overPixels)} against raw pixels.`;
}

/** Rows of the table for what the first and the last inspection saw; they may be the same one. */
function inspected(first: Inspection | undefined, last: Inspection | undefined): string[][] {
  if (!first || !last) return [];
  const row = (what: string, of: (i: Inspection) => string) => [
    what,
    first === last ? '–' : `${of(first)} (step ${first.step})`,
    of(last),
  ];
  return [
    row(
      'unique prototypes / largest set of duplicates',
      (i) => `${i.uniquePrototypes} / ${i.largestDuplicateSet}`,
    ),
    row('void prototypes', (i) => percent(i.voidShare)),
    row('RankMe of the features', (i) => number(i.rankMe)),
    row('deviation of the features', (i) => number(i.featureDeviation)),
  ];
}

const signed = (points: number) => `${points < 0 ? '−' : '+'}${Math.abs(points).toFixed(1)}`;
const number = (x: number) => x.toPrecision(4);
const triple = ({ prototypeNorm: n }: Metrics) =>
  [n.min, n.median, n.max].map((x) => x.toFixed(3)).join(' / ');
const mean = (values: readonly number[]) => values.reduce((a, b) => a + b, 0) / values.length;
/** Images per second over the whole run: the harmonic mean of the steps' rates. */
const meanRate = (metrics: readonly Metrics[]) => 1 / mean(metrics.map((m) => 1 / m.imagesPerSecond));
