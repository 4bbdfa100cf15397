import { EngineError } from './EngineError.ts';
import type { BindingPackage } from './findBindingPackage.ts';
import { runProgram } from './runProgram.ts';

/** What a training step with a built binding told. */
export interface BindingCheck {
  /** Where the package looks for its binding. */
  readonly target: string;
  /** The version of the TensorFlow that answered. */
  readonly tensorflow: string;
  readonly onGpu: boolean;
  /** What TensorFlow wrote on standard error. */
  readonly log: string;
}

/**
 * Runs in a process of its own: loads the package with the binding in a file aside, takes steps of gradient descent
 * for a linear map and holds loss and gradient against the same in plain arithmetic.
 */
const SCRIPT = `
const { createRequire } = require('node:module');
const { join } = require('node:path');
const util = require('node:util');
util.isNullOrUndefined ??= (value) => value === null || value === undefined;
util.isArray ??= Array.isArray;
const [folder, binding] = process.argv.slice(1);
const inPackage = createRequire(join(folder, 'package.json'));
const locator = inPackage('@mapbox/node-pre-gyp/lib/pre-binding');
const target = locator.find(join(folder, 'package.json'));
locator.find = () => binding;
const tf = inPackage(folder);
const x = [[1, 2, -1], [0.5, -1, 3], [2, 0, 1], [-1, 1, 1]];
const y = [[1, 0], [0, 1], [1, 1], [0, 0]];
let w = [[0.5, -0.5], [0.25, 0.75], [-0.125, 1]];
const expected = () => {
  const residual = x.map((row, i) => y[i].map((target, k) => row.reduce((s, v, j) => s + v * w[j][k], 0) - target));
  const loss = residual.flat().reduce((s, r) => s + r * r, 0) / 8;
  const gradient = w.map((row, j) => row.map((_, k) => x.reduce((s, v, i) => s + v[j] * residual[i][k], 0) / 4));
  return { loss, gradient };
};
const of = tf.valueAndGrad((weights) => tf.mean(tf.square(tf.sub(tf.matMul(tf.tensor2d(x), weights), tf.tensor2d(y)))));
const losses = [];
for (let step = 0; step < 5; step++) {
  const { loss, gradient } = expected();
  const { value, grad } = of(tf.tensor2d(w));
  const got = [value.dataSync()[0], ...grad.dataSync()];
  const off = [loss, ...gradient.flat()].findIndex((wanted, i) => !(Math.abs(got[i] - wanted) <= 1e-2 * Math.max(1, Math.abs(wanted))));
  if (off >= 0) throw new Error('step ' + step + ' gave ' + got + ' where ' + [loss, ...gradient.flat()] + ' is right');
  losses.push(got[0]);
  w = w.map((row, j) => row.map((value, k) => value - 0.1 * gradient[j][k]));
}
if (!losses.every((loss, i) => i === 0 || loss < losses[i - 1])) throw new Error('the loss does not fall: ' + losses);
const { binding: native, isUsingGpuDevice } = tf.backend();
process.stdout.write('\\n' + JSON.stringify({ target, tensorflow: native.TF_Version, onGpu: isUsingGpuDevice }));
`;

/**
 * Trains a few steps with the binding in a fresh process.
 *
 * @param binding the built file, wherever it is
 * @throws EngineError with what went wrong: a library that does not load, a wrong value
 */
export async function checkBinding({ folder }: BindingPackage, binding: string): Promise<BindingCheck> {
  const { status, stdout, stderr } = await runProgram(process.execPath, ['-e', SCRIPT, folder, binding], {
    cwd: folder,
    env: { ...process.env, TF_FORCE_GPU_ALLOW_GROWTH: process.env.TF_FORCE_GPU_ALLOW_GROWTH ?? 'true' },
  });
  if (status === 0) {
    const told = JSON.parse(stdout.slice(stdout.lastIndexOf('\n'))) as Omit<BindingCheck, 'log'>;
    return { ...told, log: stderr };
  }
  const lines = stderr.trim().split('\n');
  const error = lines.find((line) => /^\w*Error: /.test(line)) ?? lines.at(-1) ?? '';
  throw new EngineError(
    `the binding was built, but does not train: ${error.replace(/^Error: /, '')}${advice(error)}`,
  );
}

function advice(error: string): string {
  if (/GLIBC|CXXABI/.test(error)) {
    return '; the TensorFlow is made for a newer system than this one; install an older one, or update the system';
  }
  if (/undefined symbol/.test(error)) {
    return '; the TensorFlow is not of the kind that the binding needs; 2.21 is known to do';
  }
  if (/Cannot find module '@/.test(error)) {
    return '; the package was installed without what it needs; run npm install --ignore-scripts again';
  }
  return '';
}
