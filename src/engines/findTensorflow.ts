import { EngineError } from './EngineError.ts';
import { runProgram } from './runProgram.ts';
import type { TensorflowLibraries } from './TensorflowLibraries.ts';
import { tensorflowLibrariesIn } from './tensorflowLibrariesIn.ts';

const DEFAULT_PYTHONS = ['python3', 'python'] as const;

/** Where Python would import `tensorflow` from, found without the seconds that importing it takes. */
const SCRIPT = `
import importlib.util
spec = importlib.util.find_spec('tensorflow')
for place in (spec.submodule_search_locations or []) if spec else []:
    print(place)
`;

/**
 * The TensorFlow that a Python would import.
 *
 * @param python the interpreter; by default python3 or python of the path, the active environment's
 * @throws EngineError where there is no such Python, or no TensorFlow that will do
 */
export async function findTensorflow(python?: string): Promise<TensorflowLibraries> {
  const candidates = python === undefined ? DEFAULT_PYTHONS : [python];
  const asked: string[] = [];
  for (const candidate of candidates) {
    const { status, stdout, stderr, missing } = await runProgram(candidate, ['-c', SCRIPT]);
    if (missing !== null) continue;
    if (status !== 0) {
      throw new EngineError(`${candidate} failed: ${stderr.trim().split('\n').at(-1) ?? `status ${status}`}`);
    }
    const place = stdout.split('\n')[0];
    if (place) return tensorflowLibrariesIn(place);
    asked.push(candidate);
  }
  if (asked.length === 0) {
    throw new EngineError(
      `there is no ${candidates.join(' or ')} to find TensorFlow with; give --python, or --tensorflow FOLDER`,
    );
  }
  throw new EngineError(
    `${asked.join(' and ')} can import no tensorflow: pip install tensorflow-cpu (with CUDA: pip install "tensorflow[and-cuda]"), in an active environment or one given with --python`,
  );
}
