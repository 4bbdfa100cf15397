import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as reference from 'von-mises-fisher/reference';

const folder = new URL('../../src/reference/', import.meta.url);
const examples = readdirSync(folder).flatMap((file) =>
  [...readFileSync(new URL(file, folder), 'utf8').matchAll(/^ \* (\w+\(.*); \/\/ '(.*)'$/gm)].map(
    ([, call, result]) => ({ file, call, result }),
  ),
);

test('every public function has an example', () => {
  const named = new Set(examples.map(({ call }) => call.slice(0, call.indexOf('('))));
  expect([...named].sort()).toEqual(Object.keys(reference).sort());
});

test.each(examples)('$file: $call', ({ call, result }) => {
  const run = new Function(...Object.keys(reference), `return ${call}`);
  expect(run(...Object.values(reference))).toBe(result);
});
