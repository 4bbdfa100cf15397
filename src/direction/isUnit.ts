import { UNIT_TOLERANCE } from '../validate.ts';

/** Whether a computed length is so near 1 that requireUnit would accept the row: false asks it to look. */
export const isUnit = (length: number): boolean => Math.abs(length - 1) < 0.999 * UNIT_TOLERANCE;
