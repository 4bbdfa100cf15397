import { closeSync, existsSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { EngineError } from './EngineError.ts';
import type { TensorflowLibraries } from './TensorflowLibraries.ts';

export const LIBRARIES = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'] as const;

/** The field e_machine of an ELF file for the processors that Node calls so. */
const MACHINES: Readonly<Record<string, number>> = { x64: 62, arm64: 183 };

/**
 * Looks over the folder of a TensorFlow: the package `tensorflow` itself, or a folder that holds it, as
 * site-packages or an unpacked wheel does.
 *
 * @throws EngineError that says what is missing
 */
export function tensorflowLibrariesIn(given: string): TensorflowLibraries {
  const inside = join(given, 'tensorflow');
  const folder = resolve(!hasLibrary(given) && existsSync(inside) ? inside : given);
  if (!existsSync(folder)) throw new EngineError(`there is no folder ${folder}`);
  const parent = dirname(folder);
  const information = readdirSync(parent).flatMap(
    (name) => /^(tensorflow(?:_cpu|_gpu)?)-(\d[^-]*)\.dist-info$/.exec(name) ?? [],
  );
  const version = information[2] ?? null;
  const named = `TensorFlow${version === null ? '' : ` ${version}`} in ${folder}`;
  for (const library of LIBRARIES) {
    if (!existsSync(join(folder, library))) {
      throw new EngineError(
        `${named} has no ${library}; wheels of TensorFlow 2.21 for Linux have: pip install --upgrade tensorflow-cpu (or tensorflow[and-cuda])`,
      );
    }
  }
  const header = join(folder, 'include', 'tensorflow', 'c', 'eager', 'c_api.h');
  if (!existsSync(header)) {
    throw new EngineError(`${named} has no ${header}; install it again: pip install --force-reinstall`);
  }
  requireMachine(join(folder, LIBRARIES[0]));
  return { folder, version, cuda: builtForCuda(folder) };
}

const hasLibrary = (folder: string): boolean => LIBRARIES.some((name) => existsSync(join(folder, name)));

/** Refuses libraries of another processor, which the linker would name less clearly. */
function requireMachine(library: string): void {
  const head = Buffer.alloc(20);
  const file = openSync(library, 'r');
  try {
    readSync(file, head, 0, head.length, 0);
  } finally {
    closeSync(file);
  }
  if (head.toString('latin1', 0, 4) !== '\x7fELF') {
    throw new EngineError(`${library} is not a library (no ELF header); install TensorFlow again`);
  }
  const machine = head.readUInt16LE(18);
  if (machine !== MACHINES[process.arch]) {
    const made = Object.keys(MACHINES).find((name) => MACHINES[name] === machine) ?? `machine ${machine}`;
    throw new EngineError(
      `${library} is for ${made}, this Node for ${process.arch}; install TensorFlow with a Python of the same processor as Node`,
    );
  }
}

/** What the wheel's own build information says. */
function builtForCuda(folder: string): boolean | null {
  const file = join(folder, 'python', 'platform', 'build_info.py');
  if (!existsSync(file)) return null;
  const told = /'is_cuda_build', (True|False)/.exec(readFileSync(file, 'utf8'));
  return told === null ? null : told[1] === 'True';
}
