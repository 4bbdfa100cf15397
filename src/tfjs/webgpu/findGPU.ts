/** Dawn's instance, kept until the process ends: collected while a device winds up, it takes the process with it. */
let dawn: GPU | undefined;

const hasGPU = (): boolean => (globalThis as { navigator?: { gpu?: GPU } }).navigator?.gpu !== undefined;

/**
 * The entry point of WebGPU: the browser's own, or in Node that of the npm package `webgpu` (Dawn), which is
 * also made known as `navigator.gpu` and by its globals, since the backend of TensorFlow.js looks for both.
 *
 * Throws an Error that says what to install where there is none.
 */
export async function findGPU(): Promise<GPU> {
  if (hasGPU()) return navigator.gpu;
  const { process } = globalThis as { process?: { versions?: { node?: string } } };
  if (process?.versions?.node === undefined) {
    throw new Error(
      'startWebGPU: this browser has no WebGPU (navigator.gpu); it needs a secure page (https or localhost) and a recent browser',
    );
  }
  dawn ??= await fromDawn();
  if (globalThis.navigator === undefined) {
    Object.defineProperty(globalThis, 'navigator', { value: {}, configurable: true, writable: true });
  }
  Object.defineProperty(globalThis.navigator, 'gpu', { value: dawn, configurable: true });
  return dawn;
}

async function fromDawn(): Promise<GPU> {
  const { create, globals } = (await import('webgpu').catch((cause: unknown) => {
    throw new Error(
      `startWebGPU: the npm package 'webgpu' cannot be loaded; install it with \`npm install webgpu\` (${(cause as Error).message})`,
      { cause },
    );
  })) as { create: (options: string[]) => GPU; globals: object };
  Object.assign(globalThis, globals);
  return create([]);
}
