import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root } from '../support/builtPackage.ts';

const examples = readdirSync(join(root, 'examples')).filter((name) => name.endsWith('.ts'));

describe('the examples print what is written beside them', () => {
  it('finds them', () => expect(examples.length).toBeGreaterThanOrEqual(4));

  it.each(examples)('%s', (name) => {
    const text = readFileSync(join(root, 'examples', name), 'utf8');
    expect(text).toContain(`npx tsx examples/${name}`);
    const shown = [...text.matchAll(/\/\/ => (.*)$/gm)].map(([, value]) => value);
    expect(shown.length).toBeGreaterThan(2);
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      ['--import', 'tsx', join('examples', name)],
      { cwd: root, encoding: 'utf8' },
    );
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout.split('\n')).toEqual([...shown, '']);
  });
});
