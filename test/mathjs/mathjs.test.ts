import { Decimal } from 'decimal.js';
import {
  addDependencies,
  all,
  bignumberDependencies,
  create,
  evaluateDependencies,
  fractionDependencies,
  type MathJsInstance,
  matrixDependencies,
  typedDependencies,
} from 'mathjs';
import { describe, expect, it } from 'vitest';
import * as core from 'von-mises-fisher';
import * as vmf from 'von-mises-fisher/mathjs';
import * as reference from 'von-mises-fisher/reference';
import { significantDigits } from '../../src/mathjs/significantDigits.ts';
import { documentedExamples } from '../support/documentedExamples.ts';
import { exactDecimal, readTable } from '../support/table.ts';

type Vmf = Record<keyof typeof vmf, (...values: unknown[]) => unknown>;
const names = Object.keys(vmf) as (keyof typeof vmf)[];
const instance = (precision = 64): MathJsInstance & Vmf => {
  const math = create(all, { precision });
  math.import(vmf);
  return math as unknown as MathJsInstance & Vmf;
};
const math = instance();
const ofPackage: Record<string, (first: number, second: number) => number> = { ...core } as never;
const Exact = Decimal.clone({ precision: 400 });

describe('math.import', () => {
  it('takes no name that mathjs has', () => {
    const plain = create(all);
    for (const name of names) expect(plain[name as never], name).toBeUndefined();
  });

  it('gives every instance its own functions', () => {
    const [coarse, fine] = [instance(20), instance(40)];
    expect(String(coarse.logNormalizer(3, coarse.bignumber(1)))).toHaveLength('-2.'.length + 19);
    expect(String(fine.logNormalizer(3, fine.bignumber(1)))).toHaveLength('-2.'.length + 39);
  });
});

describe('numbers', () => {
  const fresh = instance();

  it.each(names)('%s is the function of the package', (name) => {
    const [first, second] = name.startsWith('concentration') ? [256, 0.3] : [256, 100];
    expect(fresh[name](first, second)).toBe(ofPackage[name](first, second));
    expect(fresh.evaluate(`${name}(${first}, ${second})`)).toBe(ofPackage[name](first, second));
    expect(fresh[name](Number.NaN, second)).toBeNaN();
    expect(fresh[name](-1, second)).toBeNaN();
  });

  it('with the options of the package', () => {
    expect(fresh.evaluate('logNormalizer(256, 100, { terms: 0 })')).toBe(
      core.logNormalizer(256, 100, { terms: 0 }),
    );
    expect(fresh.evaluate('concentration(256, 0.5, { method: "sra" })')).toBe(
      core.concentration(256, 0.5, { method: 'sra' }),
    );
    expect(() => fresh.evaluate('concentration(256, 0.5, { methd: "sra" })')).toThrow(
      new RangeError('concentration: options may hold method, got methd'),
    );
    expect(() => fresh.evaluate('besselRatio(0, 1, { terms: 0 })')).toThrow(/Too many arguments/);
    expect(() => fresh.evaluate('logNormalizer(256, bignumber(100), { terms: 0 })')).toThrow(
      new TypeError('logNormalizer: terms is for numbers, got a BigNumber'),
    );
  });

  it('bigints and Fractions count as the numbers they are', () => {
    expect(fresh.logNormalizer(3n, 1)).toBe(core.logNormalizer(3, 1));
    expect(fresh.logNormalizer(3, fresh.fraction(1, 3))).toBe(core.logNormalizer(3, 1 / 3));
    expect(fresh.logNormalizer(fresh.fraction(5, 2), fresh.fraction(1, 3))).toBe(
      core.logNormalizer(2.5, 1 / 3),
    );
    expect(() => fresh.logNormalizer(3, 2n ** 60n)).toThrow(/max safe integer/);
  });

  it('refuses what is not a real number, by name', () => {
    const rule = (got: string, argument = 'kappa') =>
      new TypeError(
        `logNormalizer: ${argument} must be a number, BigNumber, Fraction, array or matrix, got ${got}`,
      );
    expect(() => fresh.evaluate('logNormalizer(3, 2i)')).toThrow(rule('Complex'));
    expect(() => fresh.evaluate('logNormalizer("3", 1)')).toThrow(rule('string', 'p'));
    expect(() => fresh.evaluate('logNormalizer(3, [1, "2"])')).toThrow(rule('string'));
    expect(() => fresh.evaluate('logNormalizer(3, true)')).toThrow(rule('boolean'));
    expect(() => fresh.evaluate('logNormalizer(3, 2 cm)')).toThrow(rule('Unit'));
    expect(() => fresh.logNormalizer(3, null)).toThrow(rule('null'));
    expect(() => fresh.evaluate('logBesselI(3, "x")')).toThrow(/^logBesselI: x must be a number/);
    expect(() => fresh.evaluate('logNormalizer(3)')).toThrow(/Too few arguments/);
  });
});

describe('arrays and matrices', () => {
  const fresh = instance();
  const kappas = [20, 200, 500];
  const expected = kappas.map((kappa) => core.logNormalizer(256, kappa));

  it('an array gives an array, a matrix a matrix', () => {
    expect(fresh.logNormalizer(256, kappas)).toEqual(expected);
    const result = fresh.logNormalizer(256, fresh.matrix(kappas));
    expect(fresh.typeOf(result)).toBe('DenseMatrix');
    expect((result as { toArray(): unknown }).toArray()).toEqual(expected);
    expect(fresh.evaluate('logNormalizer(256, 1:3)').toArray()).toEqual(
      [1, 2, 3].map((kappa) => core.logNormalizer(256, kappa)),
    );
  });

  it('repeats sizes of 1, on either side', () => {
    const table = [3, 256].map((p) => kappas.map((kappa) => core.logNormalizer(p, kappa)));
    expect(fresh.logNormalizer([[3], [256]], kappas)).toEqual(table);
    expect(fresh.logNormalizer([[3], [256]], [kappas])).toEqual(table);
    expect(fresh.evaluate('logNormalizer([3; 256], [20, 200, 500])').toArray()).toEqual(table);
    expect(fresh.logNormalizer([3, 256], 20)).toEqual([table[0][0], table[1][0]]);
    expect(fresh.logNormalizer([3, 256], [[20], [200]])).toEqual([
      [table[0][0], table[1][0]],
      [table[0][1], table[1][1]],
    ]);
    expect(fresh.logNormalizer([3, 256], [20, 200])).toEqual([table[0][0], table[1][1]]);
    expect(fresh.logNormalizer(3, [])).toEqual([]);
  });

  it('the same sizes as mathjs itself gives', () => {
    const shapes = [[], [1], [3], [2, 3], [2, 1], [1, 3], [4, 2, 3], [4, 1, 1]];
    for (const a of shapes) {
      for (const b of shapes) {
        const [x, y] = [a, b].map((shape) => (shape.length === 0 ? 2 : fresh.ones(shape).valueOf()));
        const size = fresh.size(fresh.add(x as number[], y as number[]) as number[]);
        expect(fresh.size(fresh.besselRatio(x, y) as number[]), `[${a}] and [${b}]`).toEqual(size);
      }
    }
  });

  it('says which sizes do not fit', () => {
    expect(() => fresh.logNormalizer([2, 3], [1, 2, 3])).toThrow(
      new RangeError('logNormalizer: arrays must have sizes that fit, got [2] and [3]'),
    );
    expect(() => fresh.logNormalizer(3, [[1, 2], [3]])).toThrow(
      new RangeError('logNormalizer: rows of an array must have the same size, got [2] and [1]'),
    );
  });

  it('a sparse matrix stays sparse where 0 gives 0, and becomes dense where it does not', () => {
    const sparse = fresh.sparse([
      [0, 1],
      [2, 0],
    ]);
    const of = (f: (kappa: number) => number) => [
      [f(0), f(1)],
      [f(2), f(0)],
    ];
    for (const name of ['meanResultantLength', 'relativeLogNormalizer', 'besselRatio'] as const) {
      const result = fresh[name](3, sparse) as { toArray(): unknown; density?: () => number };
      expect(fresh.typeOf(result)).toBe('SparseMatrix');
      expect(result.density?.()).toBe(0.5);
      expect(result.toArray(), name).toEqual(of((kappa) => ofPackage[name](3, kappa)));
    }
    for (const name of ['logNormalizer', 'meanResultantLengthComplement', 'logBesselI'] as const) {
      const result = fresh[name](3, sparse) as { toArray(): unknown };
      expect(fresh.typeOf(result)).toBe('DenseMatrix');
      expect(result.toArray(), name).toEqual(of((kappa) => ofPackage[name](3, kappa)));
    }
    expect(() => fresh.meanResultantLength('3', sparse)).toThrow(/^meanResultantLength: p must be a number/);
  });

  it('in chains, in map and in expressions', () => {
    const chain = fresh.chain(256) as unknown as { logNormalizer(x: number[]): { done(): unknown } };
    expect(chain.logNormalizer(kappas).done()).toEqual(expected);
    expect(fresh.evaluate('map([20, 200, 500], f(k) = logNormalizer(256, k))').toArray()).toEqual(expected);
    const mixture = fresh.evaluate(
      'kappa = [20, 50]; t = [0.1, 0.4]; w = [log(0.3), log(0.7)] + relativeLogNormalizer(256, kappa) + kappa .* t; sum(map(w, exp))',
    );
    const terms = [20, 50].map(
      (kappa, i) => Math.log([0.3, 0.7][i]) + core.relativeLogNormalizer(256, kappa) + kappa * [0.1, 0.4][i],
    );
    expect(mixture.entries[0]).toBeWithinUlp(Math.exp(terms[0]) + Math.exp(terms[1]), 4);
  });
});

describe('BigNumbers', () => {
  it.each([20, 64])('the 210-digit table by Arb, at precision %i', (precision) => {
    const fresh = instance(precision);
    const check = (value: unknown, exact: string, what: string) => {
      const got = new Exact(String(value));
      const unit = new Exact(`1e${new Exact(exact).e - precision + 1}`);
      expect(got.precision(), what).toBeLessThanOrEqual(precision);
      // Half a unit by rounding and a tenth by the enclosure; the table itself ends far beyond.
      expect(got.minus(exact).abs().lte(unit.times(0.6)), `${what}: ${got}, exactly ${exact}`).toBe(true);
    };
    const rows = readTable('reference200');
    expect(rows.length).toBe(82);
    for (const row of rows) {
      const p = fresh.bignumber(binary(row.p));
      const kappa = fresh.bignumber(binary(row.kappa));
      const what = (name: string) => `${name}(${row.p}, ${row.kappa})`;
      check(fresh.logNormalizer(p, kappa), row.logC, what('logNormalizer'));
      if (Number(row.kappa) > 0)
        check(fresh.meanResultantLength(p, kappa), row.A, what('meanResultantLength'));
      check(fresh.meanResultantLengthComplement(p, kappa), row.oneMinusA, what('complement'));
      const nu = fresh.bignumber(new Exact(binary(row.p)).div(2).minus(1).toString());
      if (row.logI !== '') check(fresh.logBesselI(nu, kappa), row.logI, what('logBesselI'));
      if (Number(row.kappa) > 0) check(fresh.besselRatio(nu, kappa), row.A, what('besselRatio'));
    }
  });

  it('the 34-digit table of inverses by Arb', () => {
    const fresh = instance(30);
    const rows = readTable('inverse').filter(
      ({ kappa, rBar }, index) => index % 41 === 0 && rBar !== '' && Number(kappa) < 1e5,
    );
    expect(rows.length).toBeGreaterThan(20);
    for (const { p, rBar, kappa } of rows) {
      const got = fresh.concentration(fresh.bignumber(binary(p)), fresh.bignumber(binary(rBar)));
      expect(String(got), `concentration(${p}, ${rBar})`).toBe(
        new Exact(kappa).toSignificantDigits(30).toString(),
      );
    }
  });

  it('concentrationFromComplement is concentration of 1 - x', () => {
    const fresh = instance(40);
    const value = fresh.evaluate('concentrationFromComplement(3, bignumber("0.001"))');
    expect(String(value)).toBe(String(fresh.evaluate('concentration(3, bignumber("0.999"))')));
  });

  it('relativeLogNormalizer keeps its digits as kappa goes to 0', () => {
    const fresh = instance(40);
    for (const { p, kappa, L } of readTable('relativeLogNormalizer').filter((_, i) => i % 53 === 0)) {
      if (Number(kappa) > 1e5 || (Number(kappa) < 1e-150 && Number(kappa) !== 0)) continue;
      const got = new Exact(
        String(fresh.relativeLogNormalizer(fresh.bignumber(binary(p)), fresh.bignumber(binary(kappa)))),
      );
      const exact = new Exact(L).neg();
      const tolerance = exact.abs().times('0.51e-33');
      expect(got.minus(exact).abs().lte(tolerance), `p = ${p}, kappa = ${kappa}: ${got}, ${exact}`).toBe(
        true,
      );
    }
  });

  it('take numbers beside them as mathjs does, and arrays of both', () => {
    const fresh = instance();
    const ten = fresh.bignumber(10);
    expect(String(fresh.logNormalizer(3, ten))).toBe(
      reference.logNormalizer(3, 10, { digits: 90 }).mid.toSignificantDigits(64).toString(),
    );
    expect(String(fresh.logNormalizer(3, fresh.bignumber(0.1)))).toBe(
      reference.logNormalizer(3, '0.1', { digits: 90 }).mid.toSignificantDigits(64).toString(),
    );
    expect(() => fresh.logNormalizer(1 / 3, ten)).toThrow(/15 significant digits/);
    expect(() => fresh.logNormalizer(fresh.fraction(7, 2), ten)).toThrow(
      /convert a Fraction to BigNumber or vice/,
    );
    const mixed = fresh.logNormalizer(3, [10, ten]) as unknown[];
    expect(mixed.map((value) => fresh.typeOf(value))).toEqual(['number', 'BigNumber']);
  });

  it('follow the precision of the instance, also when it changes', () => {
    const fresh = instance(20);
    expect(String(fresh.evaluate('logNormalizer(512, bignumber(1))'))).toBe('867.96712659974964904');
    fresh.config({ precision: 40, number: 'BigNumber' });
    expect(String(fresh.evaluate('logNormalizer(512, 1)'))).toBe('867.9671265997496490368227836279994208939');
  });

  it('are NaN outside the domain, and the limits at its ends', () => {
    const fresh = instance();
    const text = (expression: string) => String(fresh.evaluate(expression));
    expect(text('logNormalizer(bignumber(1) / 2, 1)')).toBe('NaN');
    expect(text('logNormalizer(3, -bignumber(1))')).toBe('NaN');
    expect(text('logNormalizer(3, bignumber(Infinity))')).toBe('NaN');
    expect(text('relativeLogNormalizer(3, bignumber(0))')).toBe('0');
    expect(text('meanResultantLength(3, bignumber(0))')).toBe('0');
    expect(text('meanResultantLengthComplement(3, bignumber(0))')).toBe('1');
    expect(text('concentration(3, bignumber(1))')).toBe('Infinity');
    expect(text('concentration(3, bignumber("1.5"))')).toBe('NaN');
    expect(text('concentrationFromComplement(3, bignumber(0))')).toBe('Infinity');
    expect(text('concentrationFromComplement(3, bignumber(1))')).toBe('0');
    expect(text('logBesselI(2, bignumber(0))')).toBe('-Infinity');
    expect(text('logBesselI(0, bignumber(0))')).toBe('0');
    expect(text('logBesselI(0, bignumber("1e-300"))')).toBe('2.5e-601');
    expect(text('logBesselI(-0.25, bignumber(0))')).toBe('Infinity');
    expect(text('logBesselI(-0.75, bignumber(1))')).toBe('NaN');
  });

  it('say when the series would be too long, or a value too close to 0', () => {
    const fresh = instance();
    expect(() => fresh.evaluate('logNormalizer(3, bignumber(1e20))')).toThrow(
      /^logNormalizer: kappa must be at most about .* the power series would need/,
    );
    const zero = (digits: number) => ({
      lower: new Decimal(`-1e-${digits}`),
      upper: new Decimal(`1e-${digits}`),
    });
    expect(() => significantDigits('logNormalizer', 34, zero)).toThrow(
      new RangeError('logNormalizer: a value this close to 0 needs more than 1000 digits on the way'),
    );
  });

  /** All digits of a double. */
  const binary = (text: string): string => exactDecimal(Number(text)).toString();
});

describe('instances made of parts', () => {
  const made = (parts: Parameters<typeof create>[0]) => {
    const small = create(parts);
    small.import(vmf);
    return small as unknown as MathJsInstance & Vmf;
  };

  it('typed functions alone do for numbers and arrays', () => {
    const small = made({ typedDependencies });
    expect(small.logNormalizer(256, 100)).toBe(core.logNormalizer(256, 100));
    expect(small.logNormalizer(256, [100])).toEqual([core.logNormalizer(256, 100)]);
  });

  it('numbers in expressions without BigNumbers or matrices', () => {
    const small = made({ evaluateDependencies, addDependencies });
    expect(small.evaluate('logNormalizer(256, 100) + 1')).toBe(core.logNormalizer(256, 100) + 1);
  });

  it('matrices and BigNumbers where they are there', () => {
    const small = made({
      typedDependencies,
      matrixDependencies,
      bignumberDependencies,
      fractionDependencies,
    });
    const result = small.logNormalizer(3, small.matrix([1])) as { toArray(): unknown };
    expect(result.toArray()).toEqual([core.logNormalizer(3, 1)]);
    expect(String(small.logNormalizer(512, small.bignumber(1)))).toMatch(/^867\.96712659974964903682278/);
  });
});

describe('documented values', () => {
  const examples = documentedExamples('src/mathjs').flatMap(({ file, code }) =>
    [...code.matchAll(/^math\.evaluate\('(.*)'\); *\/\/ (.+)$/gm)].map(([, expression, value]) => ({
      file,
      expression,
      value,
    })),
  );

  it('every function has one', () => {
    const shown = new Set(examples.map(({ file }) => file.replace('.ts', '')));
    expect([...shown].sort()).toEqual([...names].sort());
  });

  it.each(examples)('$file: $expression', ({ expression, value }) => {
    const got = math.format(math.evaluate(expression), { notation: 'auto' });
    const pattern = value.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&').replaceAll('\\.\\.\\.', '\\d*');
    expect(got).toMatch(new RegExp(`^${pattern}$`));
  });
});
