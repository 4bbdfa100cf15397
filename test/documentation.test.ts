import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-backend-cpu';
import * as mathjs from 'mathjs';
import { describe, expect, it } from 'vitest';
import * as core from 'von-mises-fisher';
import * as mathFunctions from 'von-mises-fisher/mathjs';
import * as mixtures from 'von-mises-fisher/mixture';
import * as reference from 'von-mises-fisher/reference';
import * as adapter from 'von-mises-fisher/tfjs';
import { documentedExamples, markdownBlocks } from './support/documentedExamples.ts';

interface Shown {
  readonly where: string;
  readonly expression: string;
  /** The `const` lines before it in its block. */
  readonly setup: string;
  /** The documented value: a whole number literal, or one cut short by `...`. */
  readonly value: string;
}

/** Lines `expression; // value` where the comment starts with a number or a quoted string. */
function shownIn(where: string, code: string): Shown[] {
  const lines = code.matchAll(
    /^(.*\S); *\/\/ (-?(?:\d[\d.]*(?:\.\.\.)?(?:e[+-]?\d+)?|Infinity)|'[^']*')(?=$|[ ,;:])/gm,
  );
  return [...lines].map(({ 1: expression, 2: value, index }) => {
    const setup = code
      .slice(0, index)
      .split('\n')
      .filter((line) => line.startsWith('const '));
    return { where, expression: expression.trim(), value, setup: setup.join('\n') };
  });
}

const docstrings = [
  'src',
  'src/cosine',
  'src/special',
  'src/kernels',
  'src/divergence',
  'src/fit',
  'src/resultant',
  'src/inference',
  'src/mixture',
  'src/mixture/stream',
  'src/mixture/threads',
].flatMap((folder) =>
  documentedExamples(folder).map(({ file, code }) => ({ file: `${folder}/${file}`, code })),
);
const readme = markdownBlocks('README.md');

const scope = { ...core, ...mixtures };

describe('documented values are what the code gives', () => {
  const shown = [
    ...docstrings.flatMap(({ file, code }) => shownIn(file, code)),
    ...readme.flatMap((block) => shownIn('README.md', block)),
  ];

  it('every public function shows one', () => {
    const named = new Set(
      shown.flatMap(({ expression, setup }) => `${setup} ${expression}`.match(/(?<![.\w])\w+(?=\()/g) ?? []),
    );
    expect(Object.keys(scope).filter((name) => !named.has(name))).toEqual([]);
    expect(shown.some(({ where }) => where === 'README.md')).toBe(true);
  });

  const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor;

  it.each(shown)('$where: $expression', async ({ expression, setup, value: documented }) => {
    const value = String(
      await new AsyncFunction(...Object.keys(scope), `${setup}\nreturn ${expression}`)(
        ...Object.values(scope),
      ),
    );
    if (documented.startsWith("'")) {
      expect(`'${value}'`).toBe(documented);
    } else if (documented.includes('...')) {
      const [digits, exponent] = documented.split('...');
      expect(value.startsWith(digits), `${expression} is ${value}, documented as ${documented}`).toBe(true);
      expect(value.endsWith(exponent)).toBe(true);
    } else {
      expect(Number(value)).toBe(Number(documented));
    }
  });
});

describe('the snippets of the README run as they stand', () => {
  const modules: Record<string, object> = {
    'von-mises-fisher': core,
    'von-mises-fisher/reference': reference,
    'von-mises-fisher/mathjs': mathFunctions,
    'von-mises-fisher/mixture': mixtures,
    'von-mises-fisher/tfjs': adapter,
    mathjs,
    '@tensorflow/tfjs-core': tf,
    '@tensorflow/tfjs-backend-cpu': {},
  };
  const importLine = /^import (?:(?:\* as (\w+)|\{ ([\w, ]+) \}) from )?'([^']+)';$/gm;

  it('finds them', () => expect(readme).toHaveLength(6));

  it.each(readme)('%s', (block) => {
    const scope: Record<string, unknown> = {};
    for (const [, namespace, names, specifier] of block.matchAll(importLine)) {
      expect(Object.keys(modules), `the README imports ${specifier}`).toContain(specifier);
      const exported = modules[specifier] as Record<string, unknown>;
      if (namespace !== undefined) scope[namespace] = exported;
      for (const name of names?.split(', ') ?? []) {
        expect(exported[name], `${specifier} exports ${name}`).toBeDefined();
        scope[name] = exported[name];
      }
    }
    const body = block.replaceAll(importLine, '');
    tf.tidy(() => new Function(...Object.keys(scope), body)(...Object.values(scope)));
  });
});
