import { Decimal } from 'decimal.js';

const Exact = Decimal.clone({ defaults: true });
const bits = new DataView(new ArrayBuffer(8));

/**
 * The exact value of an argument.
 *
 * A number stands for the binary fraction it is: 0.1 is 0.1000000000000000055511151231257827... (all 55
 * digits), unlike `new Decimal(0.1)`. A string or a Decimal stands for what is written: '0.1' is 1/10.
 *
 * @throws TypeError for anything else, RangeError for what is not a finite number.
 */
export function exactDecimal(caller: string, name: string, value: number | string | Decimal): Decimal {
  if (typeof value !== 'number' && typeof value !== 'string' && !Decimal.isDecimal(value)) {
    throw new TypeError(`${caller}: ${name} must be a number, a string or a Decimal, got ${kindOf(value)}`);
  }
  const exact = typeof value === 'number' ? fromDouble(value) : fromDigits(value);
  if (exact === undefined || !exact.isFinite()) {
    const shown = typeof value === 'string' ? JSON.stringify(value) : String(value);
    throw new RangeError(`${caller}: ${name} must be a finite number, got ${shown}`);
  }
  return exact;
}

function fromDigits(value: string | Decimal): Decimal | undefined {
  try {
    return new Exact(value);
  } catch {
    return undefined;
  }
}

function fromDouble(value: number): Decimal {
  if (Number.isInteger(value)) return new Exact(BigInt(value).toString());
  if (!Number.isFinite(value)) return new Exact(value);
  bits.setFloat64(0, value);
  const word = bits.getBigUint64(0);
  const biased = Number((word >> 52n) & 0x7ffn);
  const fraction = word & 0xfffffffffffffn;
  const mantissa = biased === 0 ? fraction : fraction | 0x10000000000000n;
  const halvings = 1075 - Math.max(biased, 1);
  const digits = mantissa * 5n ** BigInt(halvings);
  return new Exact(`${value < 0 ? '-' : ''}${digits}e-${halvings}`);
}

function kindOf(value: unknown): string {
  return value === null ? 'null' : Array.isArray(value) ? 'an array' : typeof value;
}
