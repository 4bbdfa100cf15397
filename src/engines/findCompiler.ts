import { EngineError } from './EngineError.ts';
import { runProgram } from './runProgram.ts';

const COMPILERS = ['c++', 'g++', 'clang++'] as const;

/** The C++ compiler: the environment's CXX, or the first of the usual names that runs. */
export async function findCompiler(): Promise<string> {
  const candidates = process.env.CXX ? [process.env.CXX] : COMPILERS;
  for (const compiler of candidates) {
    const { status } = await runProgram(compiler, ['--version']);
    if (status === 0) return compiler;
  }
  throw new EngineError(
    `there is no C++ compiler (${candidates.join(', ')}): apt-get install g++, dnf install gcc-c++, or set CXX`,
  );
}
