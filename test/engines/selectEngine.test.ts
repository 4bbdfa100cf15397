import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import { afterAll, describe, expect, it } from 'vitest';
import { EngineError, type EngineName, selectEngine } from 'von-mises-fisher/engines';
import { root } from '../support/builtPackage.ts';
import { selectApart } from './selectApart.ts';

const empty = mkdtempSync(join(tmpdir(), 'project-'));
afterAll(() => rmSync(empty, { recursive: true }));

describe('an engine asked for by its name', () => {
  it.each(['cpu', 'wasm'] as const)('%s computes, and says on what', async (name) => {
    const engine = await selectEngine(name);
    expect(engine).toMatchObject({ name, backend: name, why: 'asked for', passedOver: [] });
    expect(engine.device).toMatch(name === 'cpu' ? /^JavaScript on / : /^WebAssembly on /);
    expect(tf.getBackend()).toBe(name);
    const product = tf.matMul(tf.tensor2d([[1, 2]]), tf.tensor2d([[3], [4]]));
    expect([...(await product.data())]).toEqual([11]);
  });

  it('that is none', async () => {
    const request = selectEngine('cuda' as EngineName);
    await expect(request).rejects.toThrow(RangeError);
    await expect(request).rejects.toThrow(
      "selectEngine: the engine must be 'auto' or one of tensorflow-gpu, webgpu, tensorflow, wasm, cpu, got 'cuda'",
    );
  });

  it.each([
    ['tensorflow', 'tfjs-node', 'vmf link-tensorflow'],
    ['tensorflow-gpu', 'tfjs-node-gpu', 'vmf link-tensorflow --gpu'],
  ] as const)('%s says what to install', async (name, packageName, command) => {
    const request = selectEngine(name, { from: empty });
    await expect(request).rejects.toThrow(EngineError);
    await expect(request).rejects.toThrow(
      `engine ${name}: @tensorflow/${packageName} is not installed: npm install --ignore-scripts @tensorflow/${packageName}@4.22.0, then: npx ${command}`,
    );
  });
});

describe('auto', () => {
  it('takes the first that can be had, and says why not each before it', () => {
    const { engine } = selectApart('auto', empty);
    expect(engine).toBeDefined();
    const order = ['tensorflow-gpu', 'webgpu', 'tensorflow', 'wasm', 'cpu'];
    const { name, passedOver, why } = engine as NonNullable<typeof engine>;
    expect(passedOver.map((other) => other.name)).toEqual(order.slice(0, order.indexOf(name)));
    for (const other of passedOver) expect(other.why).toMatch(/is not installed: npm install|there is/);
    expect(why).toMatch(/at hand|fastest/);
  });
});

describe('a second copy of the core', () => {
  it('is found, and both are named', async () => {
    const packages = join(empty, 'node_modules', '@tensorflow');
    for (const name of ['tfjs-core', 'tfjs-backend-cpu']) {
      mkdirSync(join(packages, name, 'dist'), { recursive: true });
      const installed = join(root, 'node_modules', '@tensorflow', name);
      cpSync(join(installed, 'package.json'), join(packages, name, 'package.json'));
      for (const file of ['tf-core.node.js', 'tf-backend-cpu.node.js']) {
        if (file.includes(name.replace('tfjs-', ''))) {
          cpSync(join(installed, 'dist', file), join(packages, name, 'dist', file));
        }
      }
    }
    const request = selectEngine('cpu', { from: empty });
    await expect(request).rejects.toThrow(
      `@tensorflow/tfjs-backend-cpu brings a second copy of @tensorflow/tfjs-core: ${join(root, 'node_modules/@tensorflow/tfjs-core')} (4.22.0) and ${join(packages, 'tfjs-core')} (4.22.0)`,
    );
    await expect(request).rejects.toThrow('npm dedupe');
  });
});
