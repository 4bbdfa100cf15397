/**
 * A way out of local maxima where two components share what is one, and one covers what is two: merge a pair, split
 * a third, and go on from there; what helps is kept. Ueda, Nakano, Ghahramani & Hinton, SMEM algorithm for
 * mixture models, Neural Computation 12 (2000).
 */
import { afterMove } from './afterMove.ts';
import type { ExpectationMaximization } from './ExpectationMaximization.ts';
import type { FitContext } from './FitContext.ts';
import type { MixtureData } from './MixtureData.ts';
import type { MixtureSettings } from './MixtureSettings.ts';
import { rankedMoves } from './rankedMoves.ts';
import { resultOf } from './resultOf.ts';
import { runIteration } from './runIteration.ts';
import { unsoundCount } from './unsoundComponents.ts';

export interface MoveSearch {
  readonly best: ExpectationMaximization;
  readonly tried: number;
  readonly accepted: number;
}

/** Tries up to `settings.splitMerge` moves from `start`, a run that has ended. */
export function searchMoves(
  data: MixtureData,
  start: ExpectationMaximization,
  settings: MixtureSettings,
  context: FitContext,
): MoveSearch {
  const runs = settings.splitMerge;
  let best = start;
  let tried = 0;
  let accepted = 0;
  let moves = runs > 0 ? rankedMoves(resultOf(best).parameters, runs) : [];
  while (tried < runs && !context.watch.aborted) {
    const move = moves.shift();
    if (move === undefined) break;
    const { parameters, objective } = resultOf(best);
    const next = afterMove(data, parameters, move, settings, context.random);
    tried++;
    if (next === undefined) continue;
    const em = runIteration(data, next, settings, context, {
      stage: 'split-merge',
      run: tried - 1,
      runs,
    });
    const found = resultOf(em);
    const gain = found.objective - objective;
    const sound = unsoundCount(found, settings) <= unsoundCount(resultOf(best), settings);
    if (!(sound && gain > settings.tolerance * Math.max(Math.abs(objective), data.total))) continue;
    best = em;
    accepted++;
    moves = rankedMoves(found.parameters, runs);
  }
  return { best, tried, accepted };
}
