import { cpSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { runHere } from '../cli/runHere.ts';
import { tensorflowEngine, wheelFolder } from '../support/tensorflowEngine.ts';
import { selectApart } from './selectApart.ts';

const engineFolder = tensorflowEngine();

describe.runIf(engineFolder !== null)('the tensorflow engine', () => {
  const from = engineFolder ?? '';
  // Beside the prepared engine, so that the copy finds the packages it needs.
  const project = join(from, `linking-${process.pid}`);
  const packageFolder = join(project, 'node_modules', '@tensorflow', 'tfjs-node');
  const wheel = join(project, 'wheel');
  const binding = join(packageFolder, 'lib', 'napi-v8', 'tfjs_binding.node');
  beforeAll(() => {
    mkdirSync(project, { recursive: true });
    cpSync(join(from, 'node_modules', '@tensorflow', 'tfjs-node'), packageFolder, {
      recursive: true,
      filter: (path) => !path.endsWith('/lib'),
    });
  });
  afterAll(() => rmSync(project, { recursive: true, force: true }));

  const product = 'console.log(tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]])).dataSync()[0])';

  it('trains and says on what', () => {
    const { engine, error, printed } = selectApart('tensorflow', from, { after: product });
    expect(error).toBeUndefined();
    expect(engine).toMatchObject({ name: 'tensorflow', backend: 'tensorflow', why: 'asked for' });
    expect(engine?.device).toMatch(/^TensorFlow 2\.\d+\.\d+ on .*thread/);
    expect(printed).toBe('11');
  });

  it('works without the functions that Node 23 took out of util', () => {
    const { error, printed } = selectApart('tensorflow', from, {
      before: 'delete util.isNullOrUndefined; delete util.isArray;',
      after: 'console.log([...tf.topk(tf.tensor1d([1, 3, 2]), 2).values.dataSync()])',
    });
    expect(error).toBeUndefined();
    expect(printed).toBe('[ 3, 2 ]');
  });

  it('is passed over by name where its native library is not built', () => {
    expect(existsSync(binding)).toBe(false);
    expect(selectApart('tensorflow', project).error).toBe(
      'EngineError: engine tensorflow: @tensorflow/tfjs-node is installed without its native library: npx vmf link-tensorflow',
    );
  });

  it('vmf link-tensorflow builds it, and leaves nothing else behind', async () => {
    symlinkSync(wheelFolder, wheel);
    const before = readdirSync(packageFolder);
    const args = ['--package-folder', packageFolder, '--tensorflow', wheel];
    const { status, stdout, stderr } = await runHere(['link-tensorflow', ...args]);
    expect(status, stderr).toBe(0);
    expect(stdout).toMatch(/^@tensorflow\/tfjs-node runs TensorFlow 2\.\d+\.\d+ on the [CG]PU\n$/);
    expect(stderr.trim().split('\n')).toEqual([
      expect.stringMatching(/^package: @tensorflow\/tfjs-node in /),
      expect.stringMatching(/^TensorFlow: 2\.\d+\.\d+, built for the CPU, in .*\/wheel\/tensorflow$/),
      expect.stringMatching(/^compiling the binding with \S+, which takes some ten seconds$/),
      'training a few steps with it in a fresh process',
    ]);
    expect(readdirSync(packageFolder).sort()).toEqual([...before, 'lib'].sort());
    expect(existsSync(binding)).toBe(true);
    const { error, printed } = selectApart('tensorflow', project, { after: product });
    expect(error).toBeUndefined();
    expect(printed).toBe('11');
  });

  it('says so when the TensorFlow that it was linked to is gone', () => {
    rmSync(wheel);
    expect(selectApart('tensorflow', project).error).toMatch(
      /the TensorFlow that @tensorflow\/tfjs-node was linked to is gone \(libtensorflow_cc\.so\.2: .*\); again: npx vmf link-tensorflow$/,
    );
  });
});
