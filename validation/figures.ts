/**
 * `npm run figures [-- name ...]`: draws the figures, all or those named, into validation/figures, and
 * writes the tables that belong to them into validation/README.md.
 */

import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { drawApproximationError, errorTable } from './figure/approximationError.ts';
import { drawDensityOnCircle } from './figure/densityOnCircle.ts';
import { drawErrorMap, errorMapTable } from './figure/errorMap.ts';
import { fillReadme } from './figure/fillReadme.ts';
import { drawPaperApproximation } from './figure/paperApproximation.ts';
import { paperStatements } from './figure/paperStatements.ts';
import { drawThresholdAngle } from './figure/thresholdAngle.ts';

const folder = fileURLToPath(new URL('figures', import.meta.url));
const readme = fileURLToPath(new URL('README.md', import.meta.url));

const figures: Record<string, () => Promise<void>> = {
  fig3: () => drawDensityOnCircle(folder),
  fig4: () => drawPaperApproximation(folder),
  async fig5() {
    const errors = await drawApproximationError(folder);
    fillReadme(readme, 'fig5', errorTable(errors));
    fillReadme(readme, 'statements', paperStatements(errors));
  },
  thresholdAngle: () => drawThresholdAngle(folder),
  async errorMap() {
    fillReadme(readme, 'errorMap', errorMapTable(await drawErrorMap(folder)));
  },
};

const names = process.argv.length > 2 ? process.argv.slice(2) : Object.keys(figures);
const unknown = names.filter((name) => !Object.hasOwn(figures, name));
if (unknown.length > 0) {
  console.error(
    `figures: no figure named ${unknown.join(', ')}; there are ${Object.keys(figures).join(', ')}`,
  );
  process.exit(2);
}

mkdirSync(`${folder}/peers`, { recursive: true });
for (const [i, name] of names.entries()) {
  console.log(`${name} (${i + 1} of ${names.length})`);
  const start = performance.now();
  await figures[name]();
  console.log(`  ${name}.svg, .png, .csv in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
