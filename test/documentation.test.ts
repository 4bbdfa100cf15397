import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import * as core from 'von-mises-fisher';

const root = fileURLToPath(new URL('..', import.meta.url));

interface Example {
  readonly where: string;
  readonly expression: string;
  /** The documented value: a whole number literal, or one cut short by `...`. */
  readonly shown: string;
}

/** Lines `expression; // value` where the comment starts with a number. */
function examplesIn(where: string, text: string): Example[] {
  return [
    ...text.matchAll(/^(.*\S); *\/\/ (-?(?:\d[\d.]*(?:\.\.\.)?(?:e[+-]?\d+)?|Infinity))(?=$|[ ,;:])/gm),
  ].map((match) => ({
    where,
    expression: match[1].trim(),
    shown: match[2],
  }));
}

function fromDocstrings(): Example[] {
  const folder = join(root, 'src', 'special');
  return readdirSync(folder).flatMap((file) => {
    const blocks = readFileSync(join(folder, file), 'utf8').matchAll(/@example\n([\s\S]*?)(?:\n \* @|\*\/)/g);
    return [...blocks].flatMap((block) =>
      examplesIn(`src/special/${file}`, block[1].replaceAll(/^ \* ?/gm, '')),
    );
  });
}

function fromReadme(): Example[] {
  const blocks = readFileSync(join(root, 'README.md'), 'utf8').matchAll(/```(?:ts|js)\n([\s\S]*?)```/g);
  return [...blocks].flatMap((block) => examplesIn('README.md', block[1]));
}

const evaluate = (expression: string): unknown =>
  new Function(...Object.keys(core), `return (${expression.replace(/^console\.log\((.*)\)$/, '$1')});`)(
    ...Object.values(core),
  );

describe('documented values are what the code gives', () => {
  const examples = [...fromDocstrings(), ...fromReadme()];

  it('finds them', () => {
    expect(examples.length).toBeGreaterThanOrEqual(15);
    expect(examples.some(({ where }) => where === 'README.md')).toBe(true);
  });

  it.each(examples)('$where: $expression', ({ expression, shown }) => {
    const value = String(evaluate(expression));
    if (shown.includes('...')) {
      const [digits, exponent] = shown.split('...');
      expect(value.startsWith(digits), `${expression} is ${value}, documented as ${shown}`).toBe(true);
      expect(value.endsWith(exponent)).toBe(true);
    } else {
      expect(Number(value)).toBe(Number(shown));
    }
  });
});
