import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../../..', import.meta.url));

/** Arguments of Node for the trainer, to which its own are appended. */
export const command = ['--import', 'tsx', 'examples/dino-vmf/train.ts'];

/** A run of a second or two. */
export const tiny = (
  '--limit 48 --batch-size 8 --steps 8 --prototypes 32 --width 24 --depth 1 --heads 3 ' +
  '--head-hidden 32 --bottleneck 16 --local-crops 2'
).split(' ');

/** The trainer run to its end, as from a shell. */
export function train(...args: string[]): { status: number | null; output: string } {
  const { status, stdout, stderr } = spawnSync(process.execPath, [...command, ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  return { status, output: stdout + stderr };
}
