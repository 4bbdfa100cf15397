import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { readCheckpoint } from '../../../../examples/dino-vmf/run/checkpoint.ts';
import { tiny, train } from '../trainCommand.ts';

const folder = mkdtempSync(join(tmpdir(), 'divergence-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** AdamW with lr · decay = 10 multiplies every weight by -9 a step: it overflows within some twenty steps. */
const explosive = [
  ...tiny,
  ...'--steps 200 --evaluate-every 0 --learning-rate 1 --weight-decay 10 --weight-decay-end 10 --warmup 0 --clip 0'.split(
    ' ',
  ),
];

const lastStep = (run: string): number =>
  JSON.parse(readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n').at(-1) as string).step;

describe('a run that diverges', () => {
  const run = join(folder, 'explosive');

  it('goes back to the last good checkpoint, names the tensor, stops with advice', () => {
    const { status, output } = train(...explosive, '--checkpoint-every', '5', '--out', run);
    expect(status, output).toBe(1);
    const done = lastStep(run);
    const backTo = 5 * Math.floor((done - 1) / 5);
    expect(output).toMatch(
      new RegExp(
        `error: step ${done + 1}: the loss \\(NaN\\), with numbers up to \\d\\.\\de\\+\\d+ in the (student|teacher)'s \\S+, is not finite\\. ` +
          'Lower --learning-rate or --clip, or lengthen --warmup\\. ' +
          `Went back to the last good state, of step ${backTo}: `,
      ),
    );
    expect(output).not.toMatch(/ {4}at /);
    const { header, tensors } = readCheckpoint(join(run, 'checkpoint.bin'));
    expect(header.step).toBe(backTo);
    for (let i = 0; i < tensors.length; i += 4) {
      if (!Number.isFinite(tensors.readFloatLE(i))) throw new Error(`number ${i / 4} is not finite`);
    }
  });

  it('sets the checkpoint aside that the step which was not finite started from', () => {
    const close = join(folder, 'close');
    expect(train(...explosive, '--checkpoint-every', '1', '--out', close).status).toBe(1);
    const done = lastStep(close);
    expect(done).toBe(lastStep(run));
    expect(readCheckpoint(join(close, 'checkpoint.bin')).header.step).toBe(done - 1);
    expect(readCheckpoint(join(close, 'checkpoint.bin.diverged')).header.step).toBe(done);
  });

  it('resumed, warns that it will diverge again, and does', () => {
    const { status, output } = train('--resume', run);
    expect(status).toBe(1);
    expect(output).toContain('warning: this run diverged before (step ');
    expect(output).toContain('is not finite.');
    expect(existsSync(join(run, 'checkpoint.bin'))).toBe(true);
  });
});
