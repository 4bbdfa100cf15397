import { once } from 'node:events';
import { closeSync, openSync, readFileSync, rmSync, statfsSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { fit, SufficientStatistics, VonMisesFisher } from 'von-mises-fisher';
import { VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { npyHeader } from '../../src/cli/output/npyHeader.ts';
import { type BuiltCommand, buildCommand } from './builtCommand.ts';

/** How large a file to read, in MiB; VMF_LARGE_FILE_MIB=30000 for more than memory. */
const SIZE = Number(process.env.VMF_LARGE_FILE_MIB ?? 600);
/** The heap that the command may use, and what the process may use in all, MiB. */
const HEAP = 32;
const MOST = 180;
const P = 256;
const BLOCK = 2048;

const REPORT = 'process.stderr.write("peak " + process.resourceUsage().maxRSS + "\\n")';

let command: BuiltCommand;
beforeAll(() => {
  command = buildCommand();
  writeFileSync(join(command.folder, 'peak.mjs'), `process.on("exit", () => ${REPORT});`);
});
afterAll(() => command.remove());

/** Runs the command under a small heap; its output and its largest resident set in MiB. */
async function run(args: readonly string[]): Promise<{ stdout: string; peak: number }> {
  const report = pathToFileURL(join(command.folder, 'peak.mjs')).href;
  const child = command.start(args, [`--max-old-space-size=${HEAP}`, '--import', report]);
  let stdout = '';
  let stderr = '';
  child.stdout?.setEncoding('utf8').on('data', (text) => {
    stdout += text;
  });
  child.stderr?.setEncoding('utf8').on('data', (text) => {
    stderr += text;
  });
  const [status] = await once(child, 'close');
  const peak = /^peak (\d+)$/m.exec(stderr)?.[1];
  expect([status, stderr.replace(/^peak \d+\n/m, '')]).toEqual([0, '']);
  return { stdout, peak: Number(peak) / 1024 };
}

it(`vmf fit, score and predict of ${SIZE} MiB of float32 rows take less than ${MOST} MiB of memory`, async () => {
  const { bavail, bsize } = statfsSync(command.folder);
  if (bavail * bsize < (SIZE + 1024) * 2 ** 20) {
    console.log(`skipped: less than ${SIZE + 1024} MiB of disk left in ${command.folder}`);
    return;
  }
  // The same block of rows again and again: fit must say what the block says, but for its weight.
  const out = new Float32Array(BLOCK * P);
  const block = new VonMisesFisher([1, ...Array(P - 1).fill(0)], 100).samples(BLOCK, { seed: 1, out });
  const times = Math.round((SIZE * 2 ** 20) / block.byteLength);
  const file = join(command.folder, 'large.npy');
  const output = openSync(file, 'w');
  writeSync(output, npyHeader('<f4', times * BLOCK, P));
  for (let i = 0; i < times; i++) writeSync(output, new Uint8Array(block.buffer));
  closeSync(output);

  const { stdout, peak } = await run(['fit', file]);
  const axis = (j: number) => Array.from({ length: P }, (_, i) => (i === j ? 1 : 0));
  const mixture = new VonMisesFisherMixture(
    [0.5, 0.5],
    [0, 1].map((j) => new VonMisesFisher(axis(j), 100)),
  );
  const model = join(command.folder, 'model.json');
  writeFileSync(model, JSON.stringify(mixture));
  const scored = await run(['score', model, file, '--compact']);
  const predicted = await run(['predict', model, file]);
  rmSync(file);
  const peaks = [peak, scored.peak, predicted.peak];
  console.log(`peaks of ${peaks.map((most) => most.toFixed(0)).join(', ')} MiB for ${SIZE} MiB`);
  for (const most of peaks) expect(most).toBeLessThan(MOST);
  const score = JSON.parse(scored.stdout);
  expect(score.n).toBe(times * BLOCK);
  expect(Math.abs(score.mean / mixture.score(block, {}) - 1)).toBeLessThan(1e-12);
  expect(predicted.stdout).toBe(`${mixture.predict(block).join('\n')}\n`.repeat(times));
  const found = JSON.parse(stdout);
  const alone = fit(new SufficientStatistics(P).add(block));
  expect(found.n).toBe(times * BLOCK);
  expect(found.rBar).toBeWithinUlp(alone.rBar, 4);
  expect(found.distribution.kappa).toBeWithinUlp(alone.distribution.kappa, 8);
});

it('vmf sample writes rows as they are drawn', async () => {
  const file = join(command.folder, 'drawn.npy');
  const { peak } = await run(['sample', '--dimension', '64', '--kappa', '9', '--count', '4e5', '-o', file]);
  expect(peak).toBeLessThan(MOST);
  expect(readFileSync(file)).toHaveLength(npyHeader('<f8', 4e5, 64).length + 4e5 * 64 * 8);
});
