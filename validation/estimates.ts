import { type ConcentrationMethod, concentration, concentrationFromComplement } from 'von-mises-fisher';
import { publishedMethods } from '../test/support/publishedMethods.ts';
import { expected, type Row, readTable } from '../test/support/table.ts';

/** The κ that every published estimator gives for a row of tables/inverse.csv, and how far one is off. */
export interface Estimates {
  readonly row: Row;
  readonly values: Readonly<Record<Exclude<ConcentrationMethod, 'exact'>, number>>;
  readonly error: (value: number) => {
    readonly relative: number;
    /** In 2^-53 of κ over max(1, condition number): what one rounding of R or 1 - R does. */
    readonly halfUlps: number;
    /** Relative, of estimates above κ; negative below. */
    readonly above: number;
  };
}

export function estimates(): Estimates[] {
  return readTable('inverse').map((row) => {
    const p = Number(row.p);
    const { hi, lo } = expected(row.kappa);
    const values = Object.fromEntries(
      publishedMethods.map((method) => [
        method,
        row.rBar === ''
          ? concentrationFromComplement(p, Number(row.oneMinusRBar), { method })
          : concentration(p, Number(row.rBar), { method }),
      ]),
    ) as Estimates['values'];
    const error = (value: number) => {
      const above = (value - hi - lo) / hi;
      const relative = Math.abs(above);
      return { relative, above, halfUlps: relative / 2 ** -53 / Math.max(1, Number(row.condition)) };
    };
    return { row, values, error };
  });
}
