import { tf } from '../engine.ts';
import type { Dataset } from '../images/ImageSet.ts';
import { loadImages } from '../images/loadImages.ts';
import { type OpenedRun, openRun } from '../run/openRun.ts';
import { initialState, vitShape } from '../training/trainStep.ts';
import type { EvaluateSettings } from './evaluateSettings.ts';
import { FeatureStore } from './FeatureStore.ts';
import type { Context, Outcome, Protocol, Subject } from './Protocol.ts';
import { PROTOCOLS } from './protocols.ts';
import type { Task } from './Task.ts';
import { writeOutcome } from './writeOutcome.ts';

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
    writeOutcome(run, protocol, context, outcomes, dataset === null ? null : await dataset, seconds);
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
