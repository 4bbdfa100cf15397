import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildSync } from 'esbuild';
import { expect, it } from 'vitest';
import * as core from 'von-mises-fisher';

/** Digests of the bits of what the array functions give over a spread of κ, all NaNs being one, and of draws. */
function digests(vmf: typeof core, hash: typeof createHash): string[] {
  const kappa = Float64Array.from({ length: 2500 }, (_, i) => 1.0001 ** (i - 1250) * 10 ** (i % 25) - 1);
  const draws = [2, 3, 4, 257].map((p) =>
    new vmf.VonMisesFisher(new Float64Array(p).fill(1 / Math.sqrt(p)), 20).samples(2000, { seed: p }),
  );
  const values = [2, 3, 64, 256, 4096.5, 1e9].flatMap((p) => [
    vmf.logNormalizer(p, kappa),
    vmf.logNormalizer(p, kappa, { accuracy: 'fast' }),
    vmf.logNormalizer(p, kappa.map(Math.abs), { terms: 0 }),
    vmf.meanResultantLength(p, kappa),
    vmf.meanResultantLengthComplement(p, kappa),
  ]);
  return [...values, ...draws].map((values) => {
    const canonical = values.map((value) => (Number.isNaN(value) ? Number.NaN : value));
    return hash('sha256').update(canonical).digest('hex');
  });
}

it('without WebAssembly (node --jitless) the same code gives the same bits', () => {
  const folder = mkdtempSync(join(tmpdir(), 'jitless-'));
  try {
    const file = join(folder, 'program.mjs');
    buildSync({
      stdin: {
        contents: `import { createHash } from 'node:crypto';
          import * as vmf from './src/index.ts';
          const digests = ${digests.toString()};
          console.log(JSON.stringify({ kind: vmf.kernelKind(), digests: digests(vmf, createHash) }));`,
        resolveDir: fileURLToPath(new URL('../..', import.meta.url)),
        loader: 'ts',
      },
      bundle: true,
      format: 'esm',
      platform: 'node',
      outfile: file,
    });
    const run = (...flags: string[]) =>
      JSON.parse(execFileSync(process.execPath, [...flags, file], { encoding: 'utf8', stdio: 'pipe' }));
    const expected = digests(core, createHash);
    expect(run('--jitless')).toEqual({ kind: 'javascript', digests: expected });
    expect(run()).toEqual({ kind: 'wasm', digests: expected });
  } finally {
    rmSync(folder, { recursive: true });
  }
});
