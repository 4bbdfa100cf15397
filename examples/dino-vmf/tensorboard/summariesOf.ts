import type { Summary } from './EventFile.ts';

/**
 * All numbers of a line of metrics or inspections as summaries: `group/key` for a number, `key/part` for the parts
 * of a spread, a histogram under its key. The step itself and the time are left out.
 */
export function summariesOf(group: string, line: object): Summary[] {
  return Object.entries(line).flatMap(([key, value]): Summary[] => {
    if (key === 'step' || key === 'time') return [];
    if (typeof value === 'number') return [{ tag: `${group}/${key}`, scalar: value }];
    if (typeof value !== 'object' || value === null) return [];
    if ('counts' in value) return [{ tag: `${group}/${key}`, histogram: value }];
    return Object.entries(value).flatMap(([part, number]) =>
      typeof number === 'number' ? [{ tag: `${key}/${part}`, scalar: number }] : [],
    );
  });
}
