import { runInNewContext } from 'node:vm';
import { build } from 'esbuild';
import { expect, it } from 'vitest';
import { root } from '../support/builtPackage.ts';

const script = `
  import * as tf from '@tensorflow/tfjs-core';
  import '@tensorflow/tfjs-backend-cpu';
  import { registerGradients } from './src/tfjs/index.ts';
  const withoutThem = () => tf.grad((x) => tf.sum(tf.square(x)))(tf.tensor1d([1, -2]));
  let refusal = '';
  try { withoutThem(); } catch (error) { refusal = error.message; }
  const names = registerGradients();
  result({ refusal, names, slope: Array.from(withoutThem().dataSync()) });
`;

it('registerGradients serves a bundle for browsers, which has no gradients of its own', async () => {
  const { outputFiles } = await build({
    stdin: { contents: script, resolveDir: root, loader: 'ts' },
    bundle: true,
    platform: 'browser',
    format: 'iife',
    write: false,
    logLevel: 'silent',
  });
  type Result = { refusal: string; names: string[]; slope: number[] };
  const result = await new Promise<Result>((resolve) => {
    const page = { result: resolve, console, performance, setTimeout, TextEncoder, document: {} };
    runInNewContext(outputFiles[0]?.text as string, { ...page, window: page });
  });
  expect(result.refusal).toMatch(/gradient function not found/);
  expect(result.names).toContain('BatchMatMul');
  expect(result.slope).toEqual([2, -4]);
});
