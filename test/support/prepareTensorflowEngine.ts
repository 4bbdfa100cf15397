/**
 * Prepares the tensorflow engine for the tests, if it is not there yet: the wheel of TensorFlow for the CPU by pip
 * (0.3 GB, 1.3 GB unpacked), tfjs-node by npm without its install script, and `linkTensorflow`. Everything lies in
 * node_modules/.cache. Needs python3 with pip, and a C++ compiler.
 *
 *     npm run tensorflow
 */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { EngineError, linkTensorflow } from 'von-mises-fisher/engines';
import { readyFile, tensorflowFolder, wheelFolder } from './tensorflowEngine.ts';

/** Held still, so that a new release changes the tests when we say so. */
const TENSORFLOW = 'tensorflow-cpu==2.21.0';
const TFJS_NODE = '@tensorflow/tfjs-node@4.22.0';

function run(program: string, args: readonly string[]): void {
  try {
    execFileSync(program, args, {
      cwd: tensorflowFolder,
      stdio: ['ignore', 'ignore', 'pipe'],
      timeout: 180_000,
    });
  } catch (error) {
    const { code, stderr } = error as { code?: string; stderr?: Buffer };
    const told = stderr?.toString().trim().split('\n').at(-1) || code || (error as Error).message;
    throw new EngineError(`${program} ${args.slice(0, 4).join(' ')}: ${told}`);
  }
}

async function prepare(): Promise<void> {
  mkdirSync(tensorflowFolder, { recursive: true });
  if (!existsSync(wheelFolder)) {
    const partial = `${wheelFolder}.partial`;
    rmSync(partial, { recursive: true, force: true });
    // No Python runs it, so any Python can fetch it: the version only has to be one that it is made for.
    const anyPython = ['--only-binary=:all:', '--python-version', '3.12'];
    const quietly = ['--quiet', '--no-deps', '--no-compile', '--disable-pip-version-check'];
    run('python3', ['-m', 'pip', 'install', ...quietly, ...anyPython, '--target', partial, TENSORFLOW]);
    renameSync(partial, wheelFolder);
  }
  writeFileSync(join(tensorflowFolder, 'package.json'), '{ "private": true }\n');
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', TFJS_NODE]);
  // Without a core of its own it finds the project's, as where a user installs it beside that.
  const core = join(tensorflowFolder, 'node_modules', '@tensorflow', 'tfjs-core');
  rmSync(core, { recursive: true, force: true });
  await linkTensorflow({
    packageFolder: join(tensorflowFolder, 'node_modules', '@tensorflow', 'tfjs-node'),
    tensorflow: wheelFolder,
    onStep: (step) => console.log(step),
  });
  writeFileSync(readyFile, '');
}

if (!existsSync(readyFile)) {
  try {
    await prepare();
  } catch (error) {
    if (!(error instanceof EngineError)) throw error;
    console.log(`the tensorflow engine cannot be had here: ${error.message}`);
    process.exitCode = 1;
  }
}
