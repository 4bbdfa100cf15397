/** Work of the built package with its kernels in JavaScript, as where WebAssembly is missing. */

const entry = import.meta.resolve('von-mises-fisher');
const { forceKernels } = await import(new URL('kernels/wasm.js', entry).href);

export function inJavaScript(run: (out: Float64Array) => void): (out: Float64Array) => void {
  return (out) => {
    forceKernels('javascript');
    try {
      run(out);
    } finally {
      forceKernels('auto');
    }
  };
}
