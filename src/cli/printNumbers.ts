/** Commands that print one number for each one given: log-normalizer, mean-resultant-length, concentration. */
import type { Decimal } from 'decimal.js';
import type { Enclosure } from '../reference/index.ts';
import { CommandError, usageError } from './CommandError.ts';
import { standardOutput } from './output/standardOutput.ts';
import { ByteSource } from './rows/ByteSource.ts';
import { finiteNumber } from './rows/finiteNumber.ts';

export interface NumberCommand {
  /** What the second argument is, as KAPPA. */
  readonly argument: string;
  /** The domain of the second argument: from 0 to this. */
  readonly most: number;
  readonly number: (p: number, x: number) => number;
  /** The same to a number of digits; p and x are taken as the decimals written. */
  readonly enclosure: (p: string, x: string, digits: number) => Enclosure | Promise<Enclosure>;
  /** The names of p, x and the value in JSON. */
  readonly names: readonly [string, string, string];
}

export interface NumberOptions {
  readonly digits?: number;
  readonly json?: boolean;
}

/** @param values numbers as written; `-` stands for those on standard input */
export async function printNumbers(
  command: NumberCommand,
  dimension: string,
  values: readonly string[],
  { digits, json }: NumberOptions,
): Promise<void> {
  const p = finiteNumber(dimension);
  if (p === undefined || p < 1 || p > 1e15) {
    throw usageError(`P must be a number from 1 to 1e15, got "${dimension}"`);
  }
  const output = standardOutput();
  const print = async (text: string, fault: (rule: string) => CommandError) => {
    const x = finiteNumber(text);
    if (x === undefined || x < 0 || x > command.most) {
      const range = command.most === 1 ? 'from 0 to 1' : 'not below 0';
      throw fault(`${command.argument} must be a number ${range}, got "${text}"`);
    }
    const value =
      digits === undefined
        ? String(command.number(p, x))
        : await toDigits(command, dimension, text, digits, fault);
    const [pName, xName, valueName] = command.names;
    const shown = /^-?\d/.test(value) ? value : 'null';
    await output.write(json ? `{"${pName}":${p},"${xName}":${x},"${valueName}":${shown}}\n` : `${value}\n`);
  };
  for (const text of values) {
    if (text !== '-') {
      await print(text, usageError);
      continue;
    }
    for await (const { word, line } of words()) {
      await print(word, (rule) => new CommandError(`standard input: line ${line}: ${rule}`));
    }
  }
  await output.end();
}

async function toDigits(
  { enclosure }: NumberCommand,
  p: string,
  x: string,
  digits: number,
  fault: (rule: string) => CommandError,
): Promise<string> {
  try {
    // A value below 1 is enclosed to so many places; ask for more until it has so many digits.
    const places = ({ e }: Decimal) => Math.max(0, -e - 1);
    let { mid } = await enclosure(p.trim(), x.trim(), digits + 2);
    if (!mid.isZero() && places(mid) > 0) {
      mid = (await enclosure(p.trim(), x.trim(), Math.min(1000, digits + 2 + places(mid)))).mid;
    }
    return mid.isFinite() ? mid.toPrecision(digits) : String(mid);
  } catch (error) {
    if (error instanceof RangeError) throw fault(error.message);
    throw error;
  }
}

async function* words(): AsyncGenerator<{ word: string; line: number }> {
  const decoder = new TextDecoder();
  let rest = '';
  let line = 1;
  const source = await ByteSource.open('-');
  const split = function* (text: string) {
    for (const match of text.matchAll(/\S+|\n/g)) {
      if (match[0] === '\n') line++;
      else yield { word: match[0], line };
    }
  };
  for await (const bytes of source) {
    rest += decoder.decode(bytes, { stream: true });
    const end = Math.max(rest.lastIndexOf(' '), rest.lastIndexOf('\n'), rest.lastIndexOf('\t')) + 1;
    yield* split(rest.slice(0, end));
    rest = rest.slice(end);
  }
  yield* split(rest);
}
