import { EngineError, selectEngine } from 'von-mises-fisher/engines';
import { tensorflowEngine } from '../../support/tensorflowEngine.ts';
import type { Started } from './engines.ts';

/** Starts TensorFlow on the processor or on a GPU; a process holds one of them. */
export async function startTensorflow(name: 'tensorflow' | 'tensorflow-gpu'): Promise<Started> {
  const from = tensorflowEngine();
  if (from === null) return `${name}: not prepared here (npm run tensorflow)`;
  try {
    const { device } = await selectEngine(name, { from });
    return { device, stop: () => {} };
  } catch (error) {
    if (error instanceof EngineError && name === 'tensorflow-gpu') return error.message;
    throw error;
  }
}
