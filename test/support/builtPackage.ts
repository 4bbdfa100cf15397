import { spawnSync } from 'node:child_process';
import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root: string = fileURLToPath(new URL('../..', import.meta.url));

/** Compiles the package into a folder as `npm run build` does: dist, and package.json beside it. */
export function buildPackage(folder: string, project: 'src' | 'src/cli' = 'src'): void {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const undeclared = ['--declaration', 'false', '--isolatedDeclarations', 'false'];
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [tsc, '-p', join(root, project), '--outDir', join(folder, 'dist'), ...undeclared],
    { encoding: 'utf8' },
  );
  if (status !== 0) throw new Error(`the package does not compile:\n${stdout}${stderr}`);
  copyFileSync(join(root, 'package.json'), join(folder, 'package.json'));
}
