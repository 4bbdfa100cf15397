import { tf } from '../engine.ts';
import { fingerprint } from '../images/fingerprint.ts';
import type { Dataset } from '../images/ImageSet.ts';
import { loadImages } from '../images/loadImages.ts';
import { type OpenedRun, openRun } from '../run/openRun.ts';
import { duration } from '../training/progress.ts';
import { initialState, vitShape } from '../training/trainStep.ts';
import type { EvaluateSettings } from './evaluateSettings.ts';
import { FeatureStore } from './FeatureStore.ts';
import type { Context, Outcome, Protocol, Subject } from './Protocol.ts';
import { PROTOCOLS } from './protocols.ts';
import type { Task } from './Task.ts';
import { markdownTable, textTable } from './textTable.ts';

/** Measures a run by the protocols asked for, prints a table for each and writes it into the run's folder. */
export async function evaluateRun(settings: EvaluateSettings, task: Task): Promise<void> {
  const run = await openRun(settings.run, settings.engine);
  const { config, statistics, step } = run.header;
  console.log(`run: ${run.folder.path}, step ${step} of ${config.steps}; engine: ${tf.getBackend()}`);
  const protocols = settings.protocols.map(
    (name) => PROTOCOLS.find((protocol) => protocol.name === name) as Protocol,
  );
  const kinds = [...new Set(protocols.flatMap((protocol) => protocol.kinds))];
  const vit = vitShape(config);
  let dataset: Promise<Dataset> | null = null;
  const context: Context = {
    ...{ config, vit, statistics, settings, task },
    features: new FeatureStore(vit, statistics, kinds, task),
    dataset: () => {
      dataset ??= evaluationImages(run, settings);
      return dataset;
    },
  };
  const subjects = subjectsOf(run, settings.networks);
  for (const protocol of protocols) {
    const started = performance.now();
    const outcomes: [string, Outcome][] = [];
    for (const subject of subjects) {
      if (subject.parameters === null && !protocol.pixels) {
        console.log(`${protocol.name}: raw pixels are left out, they have no such features`);
        continue;
      }
      outcomes.push([subject.name, await protocol.run(context, subject)]);
    }
    const seconds = (performance.now() - started) / 1000;
    await write(run, protocol, context, outcomes, dataset === null ? null : await dataset, seconds);
  }
}

async function evaluationImages({ header }: OpenedRun, settings: EvaluateSettings): Promise<Dataset> {
  const { config } = header;
  const { data, limit, skipCorrupt } = settings;
  const own = data === null;
  return await loadImages({
    ...config,
    data: data ?? config.data,
    limit: limit ?? (own ? config.limit : null),
    skipCorrupt: skipCorrupt || (own && config.skipCorrupt),
  });
}

function subjectsOf(run: OpenedRun, names: readonly Subject['name'][]): Subject[] {
  const networks: Record<Subject['name'], () => Subject['parameters']> = {
    teacher: () => run.teacher,
    student: () => run.student,
    untrained: () => initialState(run.header.config).teacher,
    pixels: () => null,
  };
  return names.map((name) => ({ name, parameters: networks[name]() }));
}

async function write(
  { folder, header }: OpenedRun,
  protocol: Protocol,
  { settings, config }: Context,
  outcomes: readonly (readonly [string, Outcome])[],
  dataset: Dataset | null,
  seconds: number,
): Promise<void> {
  const rows = outcomes.flatMap(([, outcome]) => outcome.rows);
  const file = `evaluate-${protocol.name}`;
  const images =
    dataset === null
      ? { name: settings.data }
      : {
          name: dataset.name,
          classes: dataset.train.classNames.length,
          train: dataset.train.count,
          test: dataset.test.count,
          sha256: fingerprint(dataset),
        };
  const about = protocol.settings(settings, config);
  folder.writeJson(`${file}.json`, {
    protocol: protocol.name,
    ...{
      at: new Date().toISOString(),
      run: folder.path,
      step: header.step,
      engine: tf.getBackend(),
      seconds,
    },
    ...{ images, settings: about },
    results: Object.fromEntries(outcomes.map(([name, { results }]) => [name, results])),
  });
  const facts = [
    `Images: ${Object.values(images).slice(0, 4).length > 1 && dataset ? `${dataset.name}, ${dataset.train.classNames.length} classes, ${dataset.train.count} to train, ${dataset.test.count} to test` : images.name}.`,
    `Run: step ${header.step} of ${config.steps}, seed ${config.seed}, engine ${tf.getBackend()}.`,
    `Settings: ${JSON.stringify(about)}`,
  ];
  folder.write(`${file}.md`, `# ${protocol.title}\n\n${markdownTable(rows)}\n\n${facts.join('\n')}\n`);
  console.log(
    `\n${protocol.title}\n${textTable(rows)}\n${folder.file(`${file}.json`)}, ${duration(seconds)}`,
  );
}
