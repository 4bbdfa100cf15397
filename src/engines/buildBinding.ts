import { createRequire } from 'node:module';
import { EngineError } from './EngineError.ts';
import { type BindingPackage, bindingSources } from './findBindingPackage.ts';
import { runProgram } from './runProgram.ts';
import type { TensorflowLibraries } from './TensorflowLibraries.ts';
import { LIBRARIES } from './tensorflowLibrariesIn.ts';

/**
 * Compiles the package's binding, unchanged, against the headers and libraries of a TensorFlow, which stay
 * where they are: the binding finds them by their full path. The headers of Node-API come from the npm
 * package node-api-headers, so that those of Node need not be downloaded.
 *
 * @param output the file to write
 */
export async function buildBinding(
  compiler: string,
  bindingPackage: BindingPackage,
  { folder, version }: TensorflowLibraries,
  output: string,
): Promise<void> {
  const { include_dir: nodeApi } = createRequire(import.meta.url)('node-api-headers') as {
    include_dir: string;
  };
  const { status, stderr } = await runProgram(compiler, [
    ...['-shared', '-fPIC', '-O2', '-std=c++17', '-DNAPI_VERSION=8'],
    ...[`-I${nodeApi}`, `-I${folder}/include`],
    ...bindingSources(bindingPackage),
    ...['-o', output, `-L${folder}`],
    ...LIBRARIES.map((library) => `-l:${library}`),
    `-Wl,-rpath,${folder}`,
  ]);
  if (status === 0) return;
  const lines = stderr.split('\n').map((line) => line.trim());
  const errors = lines.filter((line) => /error:|undefined|cannot find|incompatible/i.test(line));
  const shown = (errors.length > 0 ? errors : lines).slice(0, 3).join('; ');
  throw new EngineError(
    `${compiler} could not build the binding against TensorFlow ${version ?? '(version unknown)'} in ${folder}, 2.21 is known to do: ${shown}`,
  );
}
