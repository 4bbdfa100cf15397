/**
 * A kernel of the built package. Kernels have no public name of their own: they are timed alone to see what
 * stands between them and the machine, so they are taken from the files beside the package's entry.
 */
export async function builtKernel<T>(name: string): Promise<T> {
  const entry = import.meta.resolve('von-mises-fisher');
  const module = await import(new URL(`kernels/${name}.js`, entry).href);
  return module[name];
}
