import { percent } from '../evaluation/evaluation.ts';
import { escaped, htmlTable } from '../report/htmlTable.ts';
import { STYLE } from '../report/style.ts';
import type { Analysis } from './Analysis.ts';
import type { Section } from './figures.ts';
import { summaryRows } from './summaryRows.ts';

/** analysis.html: one file that needs nothing else. */
export function analysisPage(analysis: Analysis, sections: readonly Section[]): string {
  const { about, agreement, mixture } = analysis;
  const { images } = about;
  const figuresOf = ({ figures }: Section) =>
    figures
      .map(({ svg, caption }) => `<figure>${svg}<figcaption>${escaped(caption)}</figcaption></figure>`)
      .join('\n');
  const agreementRow = (name: string, row: typeof agreement) => [
    name,
    `${row.clusters}`,
    row.nmi.toFixed(3),
    row.ari.toFixed(3),
    row.purity.toFixed(3),
  ];
  const body = sections.map(
    (section) => `<h2>${section.title}</h2>\n<div class="figures">\n${figuresOf(section)}\n</div>`,
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Prototypes of ${escaped(about.run)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>The ${about.network}'s prototypes: ${about.objective} on ${escaped(images.name)}</h1>
<p class="lead">${verdict(analysis)}</p>
${htmlTable(
  ['what', 'found'],
  summaryRows(analysis).map((row) => row.map(escaped)),
)}
<p class="note">Step ${about.step} of ${about.steps}. K = ${about.prototypes} prototypes on the sphere of R<sup>${about.dimension}</sup>,
${about.centring} centring. ${images.train} training and ${images.test} test images of ${images.classes} classes, whole and not augmented${
    images.areOfTheRun ? '' : '; <b>not the images of the run</b>'
  }.
kNN by the [CLS] features, k = ${about.neighbours}. Engine ${escaped(about.engine)}.</p>
${body.join('\n')}
${htmlTable(
  ['test images', 'clusters', 'NMI', 'ARI', 'purity'],
  [
    agreementRow('winning prototype', agreement),
    agreementRow('EM by k-means++', mixture.fitted.agreement),
    agreementRow('EM from the prototypes', mixture.fittedFromPrototypes.agreement),
  ],
)}
<p class="note">Clusters against the ${images.classes} classes. Purity grows with the number of clusters; NMI = 2 I/(H + H′) and the adjusted
Rand index less so. EM took ${mixture.images} training images; ${fitRemark(analysis)}</p>
<p class="note">analysis.json holds these figures, prototypes.csv a line for each prototype, figures/ the charts as PNG.</p>
</body>
</html>
`;
}

/** What the reader should see first, in words. */
function verdict({ about, sets, voids, assignment }: Analysis): string {
  const used = about.prototypes - voids.unused;
  const unique = sets.thresholds[0]?.unique ?? 0;
  const { largestSet } = voids;
  const share = (largestSet?.size ?? 0) / about.prototypes;
  const set =
    largestSet !== null && largestSet.size > 1 && largestSet.cosine < -0.9
      ? `There is a void set: ${largestSet.size} prototypes (${percent(share)}) that point away from the data.`
      : 'No void set is found, one whose members win no image and point away from the data.';
  return `${used} of ${about.prototypes} prototypes win a training image, the busiest ${percent(assignment.largestShare)} of them; ${unique} are unique at cosine 0.9. ${set}`;
}

function fitRemark({ mixture: { fitted, fittedFromPrototypes } }: Analysis): string {
  return [fitted, fittedFromPrototypes]
    .map(
      (fit) =>
        `${fit.components} components after ${fit.iterations} passes${fit.converged ? '' : ', not converged'}${
          fit.unsound > 0 ? `, ${fit.unsound} of them on no more than two images or without bound` : ''
        }`,
    )
    .join('; from the prototypes ')
    .concat('.');
}
