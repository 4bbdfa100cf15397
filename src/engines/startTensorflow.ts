import { execFileSync } from 'node:child_process';
import util from 'node:util';
import type { StartedEngine, StartRequest } from './Engine.ts';
import { EngineError } from './EngineError.ts';
import { hasNvidiaDriver } from './hasNvidiaDriver.ts';
import { importCore, importPeer, resolvePeer } from './importPeer.ts';
import { processorName } from './processorName.ts';
import { TFJS_VERSION } from './tfjsVersion.ts';
import { useBackend } from './useBackend.ts';

const CPU_PACKAGE = '@tensorflow/tfjs-node';
const GPU_PACKAGE = '@tensorflow/tfjs-node-gpu';
const BACKEND = 'tensorflow';

/** What the engine needs of tfjs-node's backend. */
interface NodeBackend {
  readonly isUsingGpuDevice: boolean;
  readonly binding: { readonly TF_Version: string };
}

/** TensorFlow's native kernels on the processor. */
export async function startTensorflowOnCpu(request: StartRequest): Promise<StartedEngine> {
  const name = installed([CPU_PACKAGE, GPU_PACKAGE], request);
  const { binding, isUsingGpuDevice } = await load(name, request, () => {
    process.env.CUDA_VISIBLE_DEVICES = '-1';
  });
  if (isUsingGpuDevice) {
    throw new EngineError('TensorFlow was started on the GPU in this process; ask for tensorflow-gpu');
  }
  return { backend: BACKEND, device: `TensorFlow ${binding.TF_Version} on ${processorName()}` };
}

/** TensorFlow's CUDA kernels. */
export async function startTensorflowOnGpu(request: StartRequest): Promise<StartedEngine> {
  const name = installed([GPU_PACKAGE, CPU_PACKAGE], request);
  if (!hasNvidiaDriver()) {
    throw new EngineError('there is no NVIDIA driver here');
  }
  const { binding, isUsingGpuDevice } = await load(name, request, () => {
    process.env.TF_FORCE_GPU_ALLOW_GROWTH ??= 'true';
  });
  if (!isUsingGpuDevice) {
    throw new EngineError(
      `TensorFlow ${binding.TF_Version} of ${name} sees no GPU that it can use: pip install "tensorflow[and-cuda]", then: npx vmf link-tensorflow --gpu`,
    );
  }
  return { backend: BACKEND, device: `TensorFlow ${binding.TF_Version} on ${gpuName()}` };
}

/** The first of the packages that there is. */
function installed(names: readonly [string, string], { from }: StartRequest): string {
  const found = names.find((name) => resolvePeer(`${name}/package.json`, from) !== null);
  if (found !== undefined) return found;
  const [name] = names;
  throw new EngineError(
    `${name} is not installed: npm install --ignore-scripts ${name}@${TFJS_VERSION}, then: ${linkCommand(name)}`,
  );
}

const linkCommand = (name: string): string =>
  name === GPU_PACKAGE ? 'npx vmf link-tensorflow --gpu' : 'npx vmf link-tensorflow';

/**
 * The running backend, loaded at the first call: a process holds one TensorFlow.
 *
 * @param prepare sets what TensorFlow reads from the environment when it starts
 */
async function load(name: string, { from }: StartRequest, prepare: () => void): Promise<NodeBackend> {
  const tf = await importCore();
  if (tf.findBackendFactory(BACKEND) == null) {
    prepare();
    process.env.TF_CPP_MIN_LOG_LEVEL ??= '1';
    restoreUtilities();
    try {
      await importPeer(name, from);
    } catch (error) {
      throw error instanceof EngineError ? error : loadFailure(name, error as Error);
    }
  }
  await useBackend(BACKEND);
  await import('../tfjs/tensorflow/index.ts');
  return tf.backend() as unknown as NodeBackend;
}

/** Functions that Node 23 took out of `util` and that tfjs-node still calls. */
function restoreUtilities(): void {
  const old = util as unknown as Record<string, unknown>;
  old.isNullOrUndefined ??= (value: unknown) => value === null || value === undefined;
  old.isArray ??= Array.isArray;
}

function loadFailure(name: string, { message }: Error): EngineError {
  const link = linkCommand(name);
  const line = message.split('\n')[0] as string;
  if (/native addon module/.test(line)) {
    return new EngineError(`${name} is installed without its native library: ${link}`);
  }
  if (/libtensorflow\S*: cannot open shared object/.test(line)) {
    return new EngineError(`the TensorFlow that ${name} was linked to is gone (${line}); again: ${link}`);
  }
  return new EngineError(`${name} does not load (${line}); link it again: ${link}`);
}

/** The name that NVIDIA's driver gives the first GPU; TensorFlow.js's binding does not tell it. */
function gpuName(): string {
  try {
    const names = execFileSync('nvidia-smi', ['--query-gpu=name', '--format=csv,noheader'], {
      encoding: 'utf8',
    });
    return names.split('\n')[0] || 'a GPU';
  } catch {
    return 'a GPU';
  }
}
