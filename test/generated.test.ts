import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

it.each([
  'debyeCoefficients',
  'exponentialTable',
  'logarithmTable',
  'unitIntervalRule',
  'wasmBinary',
  'packBinary',
  'workerSource',
])('%s.ts is what its generator writes', (name) => {
  const script = `validation/generators/${name}.ts`;
  const output = execFileSync(process.execPath, ['--import', 'tsx', script, '--check'], {
    cwd: root,
    encoding: 'utf8',
  });
  expect(output).toContain(`${name}.ts is what the generator writes`);
});
