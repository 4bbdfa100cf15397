import { chiSquareSurvival } from './chiSquareSurvival.ts';

/** P(Z <= x) of a standard normal Z, accurate in the lower tail. */
export function normalCdf(x: number): number {
  const tail = chiSquareSurvival(x * x, 1) / 2;
  return x < 0 ? tail : 1 - tail;
}
