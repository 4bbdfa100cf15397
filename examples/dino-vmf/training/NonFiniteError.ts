import { UserError } from '../UserError.ts';

/** Training met a number that is not finite. */
export class NonFiniteError extends UserError {
  /** Steps done before the one that met it. */
  readonly step: number;
  /** What was not finite: "the student's block0.qkv.weight", "the loss (NaN)". */
  readonly where: string;

  constructor(step: number, where: string) {
    super(`step ${step + 1}: ${where} is not finite. Lower --learning-rate or --clip, or lengthen --warmup.`);
    this.name = 'NonFiniteError';
    this.step = step;
    this.where = where;
  }
}
