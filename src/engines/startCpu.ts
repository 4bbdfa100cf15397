import type { StartedEngine, StartRequest } from './Engine.ts';
import { importPeer } from './importPeer.ts';
import { processorName } from './processorName.ts';
import { useBackend } from './useBackend.ts';

/** Plain JavaScript on one thread: slow, and right everywhere. */
export async function startCpu({ from }: StartRequest): Promise<StartedEngine> {
  await importPeer('@tensorflow/tfjs-backend-cpu', from);
  await useBackend('cpu');
  return { backend: 'cpu', device: `JavaScript on ${processorName()}, of which it takes one` };
}
