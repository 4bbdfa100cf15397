import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import type { SelectedEngine } from 'von-mises-fisher/engines';
import { root } from '../support/builtPackage.ts';

/** What selectEngine gave or threw, and what a last line of code printed. */
export interface Selection {
  readonly engine?: SelectedEngine;
  readonly error?: string;
  readonly printed: string;
}

/**
 * selectEngine in a process of its own, where no engine has been started before.
 *
 * @param before code that runs first
 * @param after code that runs with `tf` on the engine
 */
export function selectApart(
  request: string,
  from: string,
  { before = '', after = '', env = {} }: { before?: string; after?: string; env?: NodeJS.ProcessEnv } = {},
): Selection {
  const code = `
    import util from 'node:util';
    ${before}
    const { selectEngine } = await import(${JSON.stringify(join(root, 'src', 'engines', 'index.ts'))});
    const told = {};
    try {
      told.engine = await selectEngine(${JSON.stringify(request)}, { from: ${JSON.stringify(from)} });
      const tf = await import('@tensorflow/tfjs-core');
      ${after}
    } catch (error) {
      told.error = error.name + ': ' + error.message;
    }
    console.log('\\n@' + JSON.stringify(told));
    process.exit(0);`;
  const args = ['--import', 'tsx', '--input-type=module', '-e', code];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    env: { ...process.env, ...env },
  });
  if (status !== 0) throw new Error(`the process ended with ${status}: ${stderr}`);
  const [printed, told] = stdout.split('\n@') as [string, string];
  return { ...JSON.parse(told), printed: printed.trim() };
}
