import { describeEngine, startEngine } from '../engine.ts';
import { fingerprint } from '../images/fingerprint.ts';
import { loadImages } from '../images/loadImages.ts';
import { Checkpoints } from '../run/Checkpoints.ts';
import { stateOf } from '../run/checkpoint.ts';
import type { Provenance } from '../run/provenance.ts';
import { RunLock } from '../run/RunLock.ts';
import { resumedConfig } from '../run/resumedConfig.ts';
import { RunFolder } from '../run/runFolder.ts';
import type { Config } from '../settings/config.ts';
import { UserError } from '../UserError.ts';
import { divergenceAfter } from './divergence.ts';
import type { StopSignal } from './stopOnInterrupt.ts';
import { trainToTheEnd } from './trainer.ts';

/**
 * Goes on with the run in `path` from its newest whole checkpoint, on the engine it began on or the one that is asked for.
 * `changes` are settings given anew; those that would train another run are refused.
 */
export async function resumeRun(path: string, changes: Partial<Config>, stop: StopSignal): Promise<boolean> {
  const folder = RunFolder.open(path);
  if (!folder.exists) throw new UserError(`--resume ${path}: no such folder`);
  const lock = RunLock.take(path);
  try {
    return await resumeLocked(folder, changes, stop);
  } finally {
    lock.release();
  }
}

async function resumeLocked(folder: RunFolder, changes: Partial<Config>, stop: StopSignal): Promise<boolean> {
  const { path } = folder;
  const checkpoints = new Checkpoints(path);
  const found = checkpoints.find();
  const { header, tensors, damaged } = found;
  const about = folder.readJson<Provenance & { config: Config }>('config.json');
  const config = resumedConfig(path, header.config, about?.config ?? null, changes);
  const engine = await startEngine(changes.engine ?? header.engine);
  console.log(describeEngine(engine));
  if (engine.name !== header.engine) {
    console.log(
      `warning: the run began on ${header.engine}; on ${engine.name} it goes on, but not bit for bit`,
    );
  }
  const dataset = await loadImages(config);
  if (fingerprint(dataset) !== header.images) {
    throw new UserError(`--resume ${path}: the images of ${dataset.name} are not those the run began with`);
  }
  for (const { path: name, why } of damaged) {
    console.log(
      `warning: ${name}: ${why}; kept as ${name}.damaged, going on from ${found.path} of step ${header.step}`,
    );
  }
  const diverged = divergenceAfter(folder, header.step);
  if (diverged) {
    console.log(`warning: this run diverged before (${diverged.message}); on the same engine it will again`);
  }
  checkpoints.settle(found);
  if (Object.keys(changes).length > 0) folder.writeJson('config.json', { ...about, config });
  const state = stateOf(header, tensors);
  folder.truncateLogs(state.step);
  console.log(`resuming ${path} after step ${state.step} of ${config.steps}`);
  const run = { config, folder, dataset, engine: engine.name, images: header.images };
  return await trainToTheEnd(run, state, stop);
}
