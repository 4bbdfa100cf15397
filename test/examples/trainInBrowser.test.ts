import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import '@tensorflow/tfjs-backend-cpu';
import * as tf from '@tensorflow/tfjs-core';
import { type BrowserContext, chromium } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { registerGradients } from 'von-mises-fisher/tfjs';
import { tinyRun } from '../../examples/browser/tinyRun.ts';
import { channelStatistics } from '../../examples/dino-vmf/images/ImageSet.ts';
import { proceduralImages } from '../../examples/dino-vmf/images/proceduralImages.ts';
import { multiCropBatch, multiCropRecipe } from '../../examples/dino-vmf/images/views.ts';
import { DEFAULTS } from '../../examples/dino-vmf/settings/config.ts';
import { DataOrder } from '../../examples/dino-vmf/training/DataOrder.ts';
import { initialState, trainStep } from '../../examples/dino-vmf/training/trainStep.ts';
import { root } from '../support/builtPackage.ts';
import { CHROMIUM_ARGUMENTS, findChromium, WEBGPU_ARGUMENTS } from '../support/chromium.ts';

const executablePath = findChromium();
const STEPS = 2;
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

type Measured = { losses: number[]; milliseconds: number[]; launches: number[] };

/** The losses of the same steps here, on the cpu backend. */
async function lossesHere(): Promise<number[]> {
  await tf.setBackend('cpu');
  registerGradients();
  const config = { ...DEFAULTS, ...tinyRun(STEPS) };
  const { train } = proceduralImages(config.seed, 256, 1, config.imageSize);
  const recipe = multiCropRecipe({
    ...config,
    globalSize: config.imageSize,
    globalScale: [config.globalScaleMin, 1],
    localScale: [config.localScaleMin, config.localScaleMax],
    ...(await channelStatistics(train)),
  });
  const order = new DataOrder(config.seed, train.count, config.batchSize);
  const state = initialState(config);
  const losses: number[] = [];
  while (state.step < STEPS) {
    const batch = await multiCropBatch(train, order.batch(state.step), recipe, config.seed, state.step);
    losses.push((await trainStep(state, batch, config)).loss);
  }
  return losses;
}

describe.skipIf(executablePath === undefined)('training in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'train-'));
  let server: Server;
  let browser: BrowserContext;
  let address = '';
  let expected: number[] = [];

  beforeAll(async () => {
    const made = spawnSync(
      process.execPath,
      ['--import', 'tsx', join(root, 'examples', 'browser', 'bundle.ts'), folder],
      { cwd: root, encoding: 'utf8' },
    );
    if (made.status !== 0) throw new Error(`the page cannot be bundled:\n${made.stdout}${made.stderr}`);
    copyFileSync(join(root, 'examples', 'browser', 'train.html'), join(folder, 'train.html'));
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      response.setHeader('Content-Type', TYPES[extname(pathname)] ?? 'application/octet-stream');
      try {
        response.end(readFileSync(join(folder, normalize(pathname))));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launchPersistentContext(join(folder, 'profile'), {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [...CHROMIUM_ARGUMENTS.filter((argument) => argument !== '--disable-gpu'), ...WEBGPU_ARGUMENTS],
      headless: true,
      viewport: { width: 1100, height: 760 },
    });
    expected = await lossesHere();
  }, 120_000);

  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  it.each(['webgpu', 'wasm'])('takes the steps that the trainer takes, on %s', async (engine) => {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    await page.goto(`${address}/train.html?engine=${engine}&steps=${STEPS}`);
    await page.waitForFunction("/done|failed/.test(document.getElementById('state').textContent)", null, {
      timeout: 100_000,
    });
    const remark = (await page.locator('#remark').textContent()) ?? '';
    if (engine === 'webgpu' && /no adapter|has no WebGPU/.test(remark)) {
      console.log(`skipped: this Chromium has no WebGPU (${remark})`);
      return;
    }
    expect(remark).toBe('');
    expect(await page.locator('#state').textContent()).toBe('done');
    expect(await page.locator('#engine').textContent()).toBe(engine);
    const { losses, launches } = (await page.evaluate('measured')) as Measured;
    // The loss is about ln 1024; float32 on another engine moves it by some ulp, an optimizer's step more.
    losses.forEach((loss, i) => {
      expect(Math.abs(loss - (expected[i] as number)), `step ${i + 1}`).toBeLessThan(1e-4);
    });
    expect(losses.length).toBe(STEPS);
    if (engine === 'webgpu') expect(launches.every((count) => count > 100)).toBe(true);
    expect(await page.locator('#loss').textContent()).toBe((losses.at(-1) as number).toFixed(4));
    expect(faults).toEqual([]);
    if (process.env.VMF_SCREENSHOT) {
      await page.screenshot({ path: process.env.VMF_SCREENSHOT.replace('.png', `-${engine}.png`) });
    }
    await page.close();
  });
});

it.runIf(executablePath === undefined)('says why the page was not tried', () => {
  console.log('skipped: no Chromium here to train in; set CHROMIUM to its path');
});
