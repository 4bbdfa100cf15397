import { EngineError } from './EngineError.ts';
import { importCore } from './importPeer.ts';

/** Makes a registered backend the current one. */
export async function useBackend(name: string): Promise<void> {
  const tf = await importCore();
  if (!(await tf.setBackend(name))) throw new EngineError(`the ${name} backend refused to start`);
  await tf.ready();
}
