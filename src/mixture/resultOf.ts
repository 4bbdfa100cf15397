import type { Evaluated, ExpectationMaximization } from './ExpectationMaximization.ts';

/** What a run has come to; every run has made a pass. */
export function resultOf({ result }: ExpectationMaximization): Evaluated {
  if (result === undefined) throw new Error('a run of EM has made no pass');
  return result;
}
