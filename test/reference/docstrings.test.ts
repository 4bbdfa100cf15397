import { expect, test } from 'vitest';
import * as reference from 'von-mises-fisher/reference';
import { documentedExamples } from '../support/documentedExamples.ts';

const examples = documentedExamples('src/reference').flatMap(({ file, code }) =>
  [...code.matchAll(/^(\w+\(.*); \/\/ '(.*)'$/gm)].map(([, call, result]) => ({ file, call, result })),
);

test('every public function has an example', () => {
  const named = new Set(examples.map(({ call }) => call.slice(0, call.indexOf('('))));
  expect([...named].sort()).toEqual(Object.keys(reference).sort());
});

test.each(examples)('$file: $call', ({ call, result }) => {
  const run = new Function(...Object.keys(reference), `return ${call}`);
  expect(run(...Object.values(reference))).toBe(result);
});
