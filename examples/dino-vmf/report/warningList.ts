import type { RunFolder } from '../run/runFolder.ts';
import type { CollapseWarning } from '../training/CollapseMonitor.ts';

/** What the collapse monitor said during the run, as HTML; nothing where it was silent. */
export function warningList(folder: RunFolder): string {
  const warnings = folder.readJson<CollapseWarning[]>('warnings.json') ?? [];
  if (warnings.length === 0) return '';
  const items = warnings.map(
    ({ step, cause, seen, advice }) =>
      `<li><b>Collapse (${cause}), noticed at step ${step}</b>: ${seen}. ${advice}</li>`,
  );
  return `<ul>\n${items.join('\n')}\n</ul>`;
}
