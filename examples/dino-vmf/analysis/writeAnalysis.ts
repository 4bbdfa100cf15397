import { mkdirSync } from 'node:fs';
import sharp from 'sharp';
import { RunFolder } from '../run/runFolder.ts';
import { writeFailure } from '../UserError.ts';
import type { Analysis } from './Analysis.ts';
import { analysisPage } from './analysisPage.ts';
import { figures } from './figures.ts';
import type { FittedMixture } from './fittedMixture.ts';
import { quantiles } from './quantiles.ts';

/** A PNG has this many pixels for each unit of the SVG. */
const SHARPNESS = 2;

/**
 * Writes analysis.json, analysis.html, prototypes.csv and figures/*.png into the folder of the run, each beside the old one
 * and then renamed.
 */
export async function writeAnalysis(analysis: Analysis): Promise<void> {
  const folder = RunFolder.open(analysis.about.run);
  const sections = await figures(analysis);
  try {
    mkdirSync(folder.file('figures'), { recursive: true });
  } catch (error) {
    throw writeFailure(folder.file('figures'), error, 'The run itself is intact.');
  }
  for (const { name, svg } of sections.flatMap((section) => section.figures)) {
    const png = await sharp(Buffer.from(svg), { density: 72 * SHARPNESS })
      .flatten({ background: 'white' })
      .png({ compressionLevel: 9, palette: true })
      .toBuffer();
    folder.write(`figures/${name}.png`, png);
  }
  folder.write('prototypes.csv', prototypeLines(analysis));
  folder.writeJson('analysis.json', plain(analysis));
  folder.write('analysis.html', analysisPage(analysis, sections));
}

/** The analysis without its columns of K numbers, which are in prototypes.csv. */
function plain(analysis: Analysis) {
  const { about, sets, assignment, voids, precision, accuracy, kappas, centre, logits, agreement, mixture } =
    analysis;
  const { prior: _, ...centreFigures } = centre;
  const { cosines, ...voidFigures } = voids;
  const fitted = ({ means: _, ...figures }: FittedMixture) => figures;
  return {
    ...about,
    sets: sets.thresholds,
    voids: { ...voidFigures, cosines: quantiles(cosines) },
    largestShare: assignment.largestShare,
    kappas: { student: quantiles(kappas.student), teacher: quantiles(kappas.teacher) },
    accuracy,
    precision,
    centre: centreFigures,
    logits,
    agreement,
    mixture: {
      ...mixture,
      fitted: fitted(mixture.fitted),
      fittedFromPrototypes: fitted(mixture.fittedFromPrototypes),
      bestCosines: quantiles(mixture.bestCosines),
      bestCosinesFromPrototypes: quantiles(mixture.bestCosinesFromPrototypes),
    },
  };
}

/** A line for each prototype; its best cosine is empty where it wins no training image. */
function prototypeLines({ about, sets, assignment, voids, kappas, centre, mixture }: Analysis): string {
  const columns =
    'prototype,kappa,wins,responsibility,cosine_to_mean,leader,centre_prior,best_cosine,best_cosine_from_prototypes';
  const figure = (x: number | undefined) => (x === undefined ? '' : x.toPrecision(7));
  let occupied = 0;
  const lines = Array.from(assignment.wins, (won, k) => {
    const at = won > 0 ? occupied++ : -1;
    return [
      k,
      figure(kappas[about.network][k]),
      won,
      figure(assignment.responsibility[k]),
      figure(voids.cosines[k]),
      sets.leaders[k],
      figure(centre.prior[k]),
      figure(mixture.bestCosines[at]),
      figure(mixture.bestCosinesFromPrototypes[at]),
    ].join(',');
  });
  return `${[columns, ...lines].join('\n')}\n`;
}
