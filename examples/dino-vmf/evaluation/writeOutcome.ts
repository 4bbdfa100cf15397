import { tf } from '../engine.ts';
import { fingerprint } from '../images/fingerprint.ts';
import type { Dataset } from '../images/ImageSet.ts';
import { duration } from '../progress/duration.ts';
import type { OpenedRun } from '../run/openRun.ts';
import { markdownTable } from './markdownTable.ts';
import type { Context, Outcome, Protocol } from './Protocol.ts';
import { textTable } from './textTable.ts';

/** Prints what a protocol came to, and writes it as evaluate-PROTOCOL.json and .md into the folder of the run. */
export function writeOutcome(
  { folder, header }: OpenedRun,
  protocol: Protocol,
  { settings, config }: Context,
  outcomes: readonly (readonly [string, Outcome])[],
  dataset: Dataset | null,
  seconds: number,
): void {
  const rows = outcomes.flatMap(([, outcome]) => outcome.rows);
  const name = `evaluate-${protocol.name}`;
  const engine = tf.getBackend();
  const images = dataset === null ? { name: settings.data } : described(dataset);
  const recipe = protocol.settings(settings, config);
  folder.writeJson(`${name}.json`, {
    ...{ protocol: protocol.name, at: new Date().toISOString(), run: folder.path, step: header.step },
    ...{ engine, seconds, images, settings: recipe },
    results: Object.fromEntries(outcomes.map(([subject, { results }]) => [subject, results])),
  });
  const facts = [
    `Images: ${Object.entries(images)
      .map(([key, value]) => `${key} ${value}`)
      .join(', ')}.`,
    `Run: step ${header.step} of ${config.steps}, seed ${config.seed}; engine ${engine}.`,
    `Settings: \`${JSON.stringify(recipe)}\``,
  ];
  folder.write(`${name}.md`, `# ${protocol.title}\n\n${markdownTable(rows)}\n\n${facts.join('\n\n')}\n`);
  console.log(
    `\n${protocol.title}\n${textTable(rows)}\n${folder.file(`${name}.json`)}, ${duration(seconds)}`,
  );
}

function described(dataset: Dataset) {
  const { name, train, test } = dataset;
  const counts = { classes: train.classNames.length, train: train.count, test: test.count };
  return { name, ...counts, sha256: fingerprint(dataset) };
}
