/** Functions of two arguments over arrays and matrices, element by element, as mathjs does for its own. */
import { broadcast, type Nested } from './broadcast.ts';
import { isCollection, isMatrix, kindOf, type Matrix, type Typed } from './values.ts';

export interface ElementwiseFunction {
  readonly name: string;
  /** The names of the two arguments, for messages. */
  readonly parameters: readonly [string, string];
  /** The options that numbers may come with, as { terms: 0 } does. */
  readonly options?: readonly string[];
  readonly number: (first: number, second: number, options: object | undefined) => number;
  /** A BigNumber as text, to so many significant digits. */
  readonly bigNumber: (first: string, second: string, precision: number) => string;
  /** f(·, 0) = 0, so that a sparse second argument keeps its zeros. */
  readonly keepsZeros?: boolean;
}

/** What `math.import` takes: mathjs calls it with the parts of the instance that it names. */
export interface MathFactory {
  (parts: Parts): unknown;
  readonly fn: string;
  readonly isFactory: true;
  readonly dependencies: readonly string[];
}

interface Parts {
  readonly typed: Typed;
  /** Missing where the instance was made without them. */
  readonly BigNumber?: BigNumberClass;
  readonly DenseMatrix?: new (data: Nested) => Matrix;
}

interface BigNumberClass {
  new (value: string): unknown;
  readonly precision: number;
}

export function elementwise(definition: ElementwiseFunction): MathFactory {
  const create = ({ typed, BigNumber, DenseMatrix }: Parts): unknown => {
    const { name } = definition;
    const call = (first: unknown, second: unknown, options?: object): unknown => {
      requireOptions(definition, options);
      const scalar = (a: unknown, b: unknown) => ofScalars(definition, typed, BigNumber, a, b, options);
      if (!isCollection(first) && !isCollection(second)) return scalar(first, second);
      if (definition.keepsZeros && isMatrix(second, 'SparseMatrix') && !isCollection(first)) {
        scalar(first, 0);
        return second.map((value) => scalar(first, value), true);
      }
      const result = broadcast(name, toNested(first), toNested(second), scalar);
      return (isMatrix(first) || isMatrix(second)) && DenseMatrix ? new DenseMatrix(result) : result;
    };
    return typed(
      name,
      definition.options ? { 'any, any': call, 'any, any, Object': call } : { 'any, any': call },
    );
  };
  return Object.assign(create, {
    fn: definition.name,
    isFactory: true as const,
    dependencies: ['typed', '?BigNumber', '?DenseMatrix'],
  });
}

const toNested = (value: unknown): Nested => (isMatrix(value) ? value.toArray() : (value as Nested));

function ofScalars(
  { name, parameters, number, bigNumber }: ElementwiseFunction,
  typed: Typed,
  BigNumber: BigNumberClass | undefined,
  first: unknown,
  second: unknown,
  options: object | undefined,
): unknown {
  const kinds = [first, second].map((value, i) => {
    const kind = kindOf(value);
    if (!['number', 'bigint', 'Fraction', 'BigNumber'].includes(kind)) {
      throw new TypeError(
        `${name}: ${parameters[i]} must be a number, BigNumber, Fraction, array or matrix, got ${kind}`,
      );
    }
    return kind;
  });
  if (kinds.includes('BigNumber') && BigNumber) {
    if (options && Object.keys(options).length > 0) {
      throw new TypeError(`${name}: ${Object.keys(options)} is for numbers, got a BigNumber`);
    }
    const text = (value: unknown) => String(typed.convert(value, 'BigNumber'));
    return new BigNumber(bigNumber(text(first), text(second), BigNumber.precision));
  }
  return number(toNumber(typed, first), toNumber(typed, second), options);
}

/** mathjs has no conversion of a Fraction, whose valueOf is the nearest number. */
const toNumber = (typed: Typed, value: unknown): number =>
  Number(kindOf(value) === 'Fraction' ? (value as object).valueOf() : typed.convert(value, 'number'));

function requireOptions({ name, options }: ElementwiseFunction, given: object | undefined): void {
  for (const key of Object.keys(given ?? {})) {
    if (!options?.includes(key)) {
      throw new RangeError(`${name}: options may hold ${options?.join(', ')}, got ${key}`);
    }
  }
}
