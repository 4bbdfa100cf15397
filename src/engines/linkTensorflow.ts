import { mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { buildBinding } from './buildBinding.ts';
import { checkBinding } from './checkBinding.ts';
import { EngineError } from './EngineError.ts';
import { findBindingPackage } from './findBindingPackage.ts';
import { findCompiler } from './findCompiler.ts';
import { findTensorflow } from './findTensorflow.ts';
import { tensorflowLibrariesIn } from './tensorflowLibrariesIn.ts';

export interface LinkOptions {
  /** Complete @tensorflow/tfjs-node-gpu instead of @tensorflow/tfjs-node. */
  readonly gpu?: boolean;
  /** The folder of the npm package. Default: as Node finds it from the current folder. */
  readonly packageFolder?: string;
  /** The folder of the TensorFlow, or one that holds it. Default: as Python finds it. */
  readonly tensorflow?: string;
  /** The Python to ask. Default: python3 or python of the path. */
  readonly python?: string;
  /** Hears what is being done, one sentence for each step. */
  readonly onStep?: (step: string) => void;
  /** Hears of the folder that is built in before it is made, to remove it should the process end early. */
  readonly onFolder?: (folder: string) => void;
}

export interface Linked {
  readonly package: string;
  /** The binding, in its place. */
  readonly binding: string;
  /** The folder of the TensorFlow that it loads. */
  readonly tensorflow: string;
  readonly version: string;
  /** Whether TensorFlow sees a GPU that it can use. */
  readonly onGpu: boolean;
  /** What there is to know where it does not, though a GPU was asked for; else null. */
  readonly warning: string | null;
}

/**
 * Completes an `npm install --ignore-scripts @tensorflow/tfjs-node` (or -gpu) against the TensorFlow of a Python wheel.
 *
 * The package's own install script downloads TensorFlow 2.9, which knows CUDA 11.2 only; the binding is the
 * same for every later TensorFlow 2, and a current wheel brings current CUDA. It is compiled aside, tried by training a
 * few steps in a fresh process, and only then moved into its place: what stood there stays until then, and
 * where anything fails. Linux only.
 *
 * @throws EngineError that says what is missing and what to install
 */
export async function linkTensorflow(options: LinkOptions = {}): Promise<Linked> {
  const { gpu = false, packageFolder, tensorflow, python, onStep = () => {}, onFolder = () => {} } = options;
  if (process.platform !== 'linux') {
    throw new EngineError(
      `linking is known to work on Linux only, this is ${process.platform}; the webgpu engine takes any GPU: npm install webgpu @tensorflow/tfjs-backend-webgpu`,
    );
  }
  const name = gpu ? '@tensorflow/tfjs-node-gpu' : '@tensorflow/tfjs-node';
  const bindingPackage = findBindingPackage(name, process.cwd(), packageFolder);
  onStep(`package: ${name} in ${bindingPackage.folder}`);
  const libraries =
    tensorflow === undefined ? await findTensorflow(python) : tensorflowLibrariesIn(tensorflow);
  const kind = libraries.cuda === null ? '' : libraries.cuda ? ', built for CUDA' : ', built for the CPU';
  onStep(`TensorFlow: ${libraries.version ?? 'version unknown'}${kind}, in ${libraries.folder}`);
  const compiler = await findCompiler();
  onStep(`compiling the binding with ${compiler}, which takes some ten seconds`);
  const aside = join(bindingPackage.folder, `linking-${process.pid}-`);
  const folder = madeAside(aside, onFolder);
  try {
    const built = join(folder, 'tfjs_binding.node');
    await buildBinding(compiler, bindingPackage, libraries, built);
    onStep('training a few steps with it in a fresh process');
    const { target, tensorflow: version, onGpu, log } = await checkBinding(bindingPackage, built);
    mkdirSync(dirname(target), { recursive: true });
    renameSync(built, target);
    const warning = gpu && !onGpu ? gpuWarning(libraries.cuda, log) : null;
    return { package: name, binding: target, tensorflow: libraries.folder, version, onGpu, warning };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function madeAside(prefix: string, onFolder: (folder: string) => void): string {
  try {
    const folder = mkdtempSync(prefix);
    onFolder(folder);
    return folder;
  } catch (error) {
    throw new EngineError(`cannot write beside the package: ${(error as Error).message}`);
  }
}

/** Why TensorFlow sees no GPU, as far as it can be told. */
function gpuWarning(cuda: boolean | null, log: string): string {
  if (cuda === false) {
    return 'it runs on the CPU: this TensorFlow is built for the CPU; pip install "tensorflow[and-cuda]" and link again';
  }
  const told = log
    .split('\n')
    .filter((line) => /cuda|gpu|dlopen/i.test(line))
    .map((line) => line.replace(/^[\d\s:.-]*[IWE] \S+ /, '').replace(/^[IWE]\d+ [\d:.]+ +\d+ \S+ /, ''));
  const why = told.length === 0 ? '' : `; TensorFlow says: ${told[0]}`;
  return `it runs on the CPU: TensorFlow sees no GPU here (driver: nvidia-smi; libraries: pip install "tensorflow[and-cuda]")${why}`;
}
