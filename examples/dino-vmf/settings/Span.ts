/** A length of time in training: a share of the run as a number, or a text as '500steps' or '10ep'. */
export type Span = number | string;

const WITH_UNIT = /^(\d+(?:\.\d+)?)(steps|ep)$/;

/** The span that a command-line text means; null where it means none. */
export function parsedSpan(text: string): Span | null {
  const [, amount, unit] = text.match(WITH_UNIT) ?? [];
  if (unit !== undefined) return unit === 'ep' || Number.isInteger(Number(amount)) ? text : null;
  const share = text.trim() === '' ? Number.NaN : Number(text);
  return share >= 0 && share <= 1 ? share : null;
}

/** The span in steps of a run of `steps` steps, of which `epochSteps` make a pass over the images. */
export function spanSteps(span: Span, steps: number, epochSteps: number | null): number {
  if (typeof span === 'number') return Math.round(span * steps);
  const [, amount, unit] = span.match(WITH_UNIT) as RegExpMatchArray;
  if (unit === 'steps') return Number(amount);
  if (epochSteps === null) throw new RangeError(`spanSteps: ${span} needs the number of steps of an epoch`);
  return Math.round(Number(amount) * epochSteps);
}
