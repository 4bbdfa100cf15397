import { startEngine, type tf } from '../engine.ts';
import type { Parameters } from '../model/parameters.ts';
import { type Config, DEFAULTS } from '../settings/config.ts';
import { Checkpoints } from './Checkpoints.ts';
import { type CheckpointHeader, stateOf } from './checkpoint.ts';
import { RunFolder } from './runFolder.ts';

/** A run that is there to be looked at: its folder, what its checkpoint says, and its two networks. */
export interface OpenedRun {
  readonly folder: RunFolder;
  readonly header: CheckpointHeader;
  readonly student: Parameters;
  readonly teacher: Parameters;
  /** Of the targets' logits, in the unit of the objective. */
  readonly centre: tf.Tensor1D;
}

/** Opens the run in `path` at its newest whole checkpoint, on the engine it was trained on or the one that is asked for. */
export async function openRun(path: string, engine: Config['engine'] | null): Promise<OpenedRun> {
  const folder = RunFolder.open(path);
  const { path: checkpoint, header, tensors, damaged } = new Checkpoints(path).find();
  for (const { path: name, why } of damaged) {
    console.log(`warning: ${name}: ${why}; taking ${checkpoint} of step ${header.step} instead`);
  }
  const config = { ...DEFAULTS, ...header.config };
  await startEngine(engine ?? header.engine);
  const { student, teacher, centre, patchCentre, moments } = stateOf(header, tensors);
  for (const moment of [moments.first, moments.second]) {
    for (const tensor of Object.values(moment)) tensor.dispose();
  }
  patchCentre?.dispose();
  return { folder, header: { ...header, config }, student, teacher, centre };
}
