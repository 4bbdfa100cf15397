import { startEngine, type tf } from '../engine.ts';
import type { Parameters } from '../model/parameters.ts';
import type { Config } from '../settings/config.ts';
import { type CheckpointHeader, readCheckpoint, stateOf } from './checkpoint.ts';
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

/** Opens the run in `path` at its last checkpoint, on the engine it was trained on or the one that is asked for. */
export async function openRun(path: string, engine: Config['engine'] | null): Promise<OpenedRun> {
  const folder = RunFolder.open(path);
  const { header, tensors } = readCheckpoint(folder.checkpoint);
  await startEngine(engine ?? header.engine);
  const { student, teacher, centre, patchCentre, moments } = stateOf(header, tensors);
  for (const moment of [moments.first, moments.second]) {
    for (const tensor of Object.values(moment)) tensor.dispose();
  }
  patchCentre?.dispose();
  return { folder, header, student, teacher, centre };
}
