import * as tf from '@tensorflow/tfjs-core';
import { EngineError, type EngineName, type SelectedEngine, selectEngine } from 'von-mises-fisher/engines';
import { UserError } from './UserError.ts';

export { tf };

export type EngineChoice = 'auto' | EngineName;

/** Makes the engine current; a UserError that says what to install where it cannot be had. */
export async function startEngine(choice: EngineChoice): Promise<SelectedEngine> {
  try {
    return await selectEngine(choice);
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    throw new UserError(`--engine ${choice}: ${error.message.replace(`engine ${choice}: `, '')}`);
  }
}

/** Says which engine it is, on what, why, and why not a faster one. */
export function describeEngine({ name, device, why, passedOver }: SelectedEngine): string {
  const reasons = passedOver.map((other) => `\n  not ${other.name}: ${other.why}`);
  return `engine: ${name} on ${device} (${why})${reasons.join('')}`;
}
