import { ENGINES, type EngineName, type StartedEngine, type StartRequest } from './Engine.ts';
import { EngineError } from './EngineError.ts';
import { startCpu } from './startCpu.ts';
import { startTensorflowOnCpu, startTensorflowOnGpu } from './startTensorflow.ts';
import { startWasm } from './startWasm.ts';
import { startWebGPU } from './startWebGPU.ts';

export interface EngineOptions {
  /** The folder of the project whose packages are taken. Default: the current one. */
  readonly from?: string;
}

/** The engine that is now TensorFlow.js's current backend. */
export interface SelectedEngine extends StartedEngine {
  readonly name: EngineName;
  /** Why it was taken. */
  readonly why: string;
  /** The faster ones that could not be had, and why. */
  readonly passedOver: readonly { readonly name: EngineName; readonly why: string }[];
}

const START: Readonly<Record<EngineName, (request: StartRequest) => Promise<StartedEngine>>> = {
  'tensorflow-gpu': startTensorflowOnGpu,
  webgpu: startWebGPU,
  tensorflow: startTensorflowOnCpu,
  wasm: startWasm,
  cpu: startCpu,
};

const VIRTUES: Readonly<Record<EngineName, string>> = {
  'tensorflow-gpu': 'CUDA, the fastest',
  webgpu: 'the fastest at hand: a GPU, through WebGPU',
  tensorflow: 'the fastest at hand: native code on the processor',
  wasm: 'the fastest at hand: WebAssembly with SIMD, from npm alone',
  cpu: 'nothing faster is at hand; wasm is about 20 times faster',
};

/**
 * Starts an engine of TensorFlow.js, the fastest that can be had or the one named, and makes it current.
 *
 *   'auto': tensorflow-gpu where its GPU is visible, webgpu on a real GPU, tensorflow, wasm, cpu
 *
 * The engines are optional packages of your project: `@tensorflow/tfjs-backend-wasm`, `-cpu` and `-webgpu`
 * (with `webgpu`, Dawn for Node), `@tensorflow/tfjs-node` and `-gpu` (completed by `vmf link-tensorflow`), all
 * at 4.22.0. Software drivers of WebGPU are taken only by name. A process holds one TensorFlow: the first that
 * is started, on the GPU or on the processor.
 *
 * @param request an engine, or 'auto'
 * @returns its name, its backend's, its device's, and why the faster ones were passed over
 * @throws RangeError for a name that is none; EngineError, which says what to install, where the named engine
 *   cannot be had, or none can
 * @example
 * const engine = await selectEngine('auto');
 * console.log(`${engine.name} on ${engine.device}: ${engine.why}`);
 * for (const { name, why } of engine.passedOver) console.log(`not ${name}: ${why}`);
 */
export async function selectEngine(
  request: EngineName | 'auto' = 'auto',
  { from = process.cwd() }: EngineOptions = {},
): Promise<SelectedEngine> {
  if (request !== 'auto') {
    if (!ENGINES.includes(request)) {
      throw new RangeError(
        `selectEngine: the engine must be 'auto' or one of ${ENGINES.join(', ')}, got '${request}'`,
      );
    }
    const started = await START[request]({ from, named: true }).catch((error: Error) => {
      throw new EngineError(`engine ${request}: ${reason(error)}`);
    });
    return { name: request, ...started, why: 'asked for', passedOver: [] };
  }
  const passedOver: { name: EngineName; why: string }[] = [];
  for (const name of ENGINES) {
    try {
      const started = await START[name]({ from, named: false });
      return { name, ...started, why: VIRTUES[name], passedOver };
    } catch (error) {
      passedOver.push({ name, why: reason(error as Error) });
    }
  }
  throw new EngineError(
    `no engine can be had:\n${passedOver.map(({ name, why }) => `  ${name}: ${why}`).join('\n')}`,
  );
}

const reason = (error: Error): string =>
  error instanceof EngineError ? error.message : (error.message.split('\n')[0] as string);
