/** Classes of error / max(1, |log C|), best first; the first whose limit holds is the one. */
export const CLASSES: readonly { limit: number; words: string; colour: string }[] = [
  { limit: 2.3e-16, words: 'correct to the last digit', colour: '#08306b' },
  { limit: 1e-14, words: '14 to 15 digits', colour: '#2166ac' },
  { limit: 1e-12, words: '12 to 13 digits', colour: '#4a9fcb' },
  { limit: 1e-9, words: '9 to 11 digits', colour: '#9ecae1' },
  { limit: 1e-6, words: '6 to 8 digits', colour: '#dbeaf3' },
  { limit: 1e-3, words: '3 to 5 digits', colour: '#fff3c4' },
  { limit: 0.1, words: '1 to 2 digits', colour: '#fed976' },
  { limit: Number.MAX_VALUE, words: 'no correct digit', colour: '#fd8d3c' },
  { limit: Number.POSITIVE_INFINITY, words: 'inf, nan or error', colour: '#b3123f' },
];

export interface Panel {
  title: string;
  subtitle: string;
  /** Index into CLASSES for each point. */
  classes: number[];
  /** Share of points with a finite value. */
  finite: number;
  /** Largest error / max(1, |log C|) where finite. */
  largest: number;
  /** Share of points in the best class. */
  best: number;
}
