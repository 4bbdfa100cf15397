import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, normalize } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as core from 'von-mises-fisher';
import { buildPackage, root } from '../support/builtPackage.ts';
import { CHROMIUM_ARGUMENTS, findChromium } from '../support/chromium.ts';

type Core = typeof core;

/** Numbers of every kind that the package computes, as bits; runs here and in the page. */
function bitsOf({ VonMisesFisher, fit, logNormalizer, meanResultantLength, concentration }: Core) {
  const bits = (values: ArrayLike<number>) =>
    Array.from(new BigUint64Array(Float64Array.from(values).buffer), (word) => word.toString(16)).join(' ');
  const axis = (p: number) => Float64Array.from({ length: p }, (_, i) => (i === 0 ? 1 : 0));
  const kappa = Float64Array.from({ length: 4096 }, (_, i) => 20 + (480 * i) / 4095);
  const draws = (p: number, k: number, n: number) => new VonMisesFisher(axis(p), k).samples(n, { seed: 1 });
  const found = fit(draws(256, 100, 500), { dimension: 256 });
  return {
    scalar: bits([2, 3, 256, 4096].flatMap((p) => [1e-3, 1, 100, 1e4].map((k) => logNormalizer(p, k)))),
    logNormalizer: bits(logNormalizer(256, kappa)),
    meanResultantLength: bits(meanResultantLength(256, kappa)),
    concentration: bits([0.1, 0.5, 0.9].map((rBar) => concentration(256, rBar))),
    circle: bits(draws(2, 5, 1000)),
    sphere: bits(draws(3, 10, 5000)),
    high: bits(draws(256, 100, 500)),
    single: bits(new VonMisesFisher(axis(64), 9).samples(300, { seed: 2, out: new Float32Array(64 * 300) })),
    fit: bits([found.distribution.kappa, found.rBar, found.logLikelihood, ...found.kappaInterval]),
  };
}

/** Headers of the page by the query it is asked for with. */
const POLICIES: Record<string, Record<string, string>> = {
  // The policy of many sites: scripts from here, no eval and no compiling of WebAssembly.
  '?strict': { 'Content-Security-Policy': "script-src 'self' 'unsafe-inline'" },
};

const executablePath = findChromium();
const TYPES: Record<string, string> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
};

describe.skipIf(executablePath === undefined)('the page in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'page-'));
  let server: Server;
  let browser: BrowserContext;
  let address = '';

  beforeAll(async () => {
    const installed = join(folder, 'site', 'node_modules', 'von-mises-fisher');
    mkdirSync(installed, { recursive: true });
    buildPackage(installed);
    copyFileSync(join(root, 'examples', 'browser', 'index.html'), join(folder, 'site', 'index.html'));
    server = createServer((request, response) => {
      const { pathname, search } = new URL(request.url ?? '/', 'http://localhost');
      const path = join(folder, 'site', normalize(pathname === '/' ? '/index.html' : pathname));
      for (const [name, value] of Object.entries(POLICIES[search] ?? {})) response.setHeader(name, value);
      response.setHeader('Content-Type', TYPES[extname(path)] ?? 'application/octet-stream');
      try {
        response.end(readFileSync(path));
      } catch {
        response.writeHead(404).end();
      }
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    browser = await chromium.launchPersistentContext(join(folder, 'profile'), {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [...CHROMIUM_ARGUMENTS],
      headless: true,
      viewport: { width: 1100, height: 820 },
    });
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Opens the page; what goes wrong in it fails the test. */
  async function open(query: string): Promise<{ page: Page; faults: string[] }> {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('response', (response) => {
      if (response.status() >= 400) faults.push(response.url());
    });
    await page.goto(`${address}/${query}`);
    await page.waitForFunction("document.getElementById('fitted').textContent !== ''");
    return { page, faults };
  }

  const run = async (page: Page) =>
    (await page.evaluate(`import('von-mises-fisher').then(${bitsOf.toString()})`)) as ReturnType<
      typeof bitsOf
    >;
  const expected = bitsOf(core);

  it('works, and gives the bits that Node gives, in WebAssembly', async () => {
    const { page, faults } = await open('');
    expect(await page.locator('#kernel').textContent()).toBe('wasm');
    const found = await run(page);
    for (const key of Object.keys(expected) as (keyof typeof expected)[]) {
      expect(found[key] === expected[key], `${key} differs from Node's`).toBe(true);
    }
    expect(faults).toEqual([]);
    await page.close();
  });

  it('and under a policy that forbids WebAssembly, in JavaScript', async () => {
    const { page, faults } = await open('?strict');
    expect(await page.locator('#kernel').textContent()).toBe('javascript');
    const found = await run(page);
    for (const key of Object.keys(expected) as (keyof typeof expected)[]) {
      expect(found[key] === expected[key], `${key} differs from Node's`).toBe(true);
    }
    // Chromium tells of what the policy stopped; anything else is wrong.
    expect(faults.filter((fault) => !/Content Security Policy/.test(fault))).toEqual([]);
    await page.close();
  });

  it('shows what the library says, and follows the sliders', async () => {
    const { page } = await open('');
    const set = (id: string, value: number) =>
      page.evaluate(
        `(() => { const input = document.getElementById('${id}'); input.value = ${value}; input.dispatchEvent(new Event('input')); })()`,
      );
    await set('kappa', 2);
    await set('count', 4);
    await set('seed', 7);
    const points = new core.VonMisesFisher([0.36, 0.48, 0.8], 100).samples(10_000, { seed: 7 });
    const { distribution } = core.fit(points, { dimension: 3 });
    expect(await page.locator('#fitted').textContent()).toBe(distribution.kappa.toPrecision(4));
    expect(await page.locator('#normalizers').textContent()).toContain(String(core.logNormalizer(256, 100)));
    // Where the mean direction is, many pixels have the colour of points; behind it none has.
    const blue = (await page.evaluate(`(() => {
      const canvas = document.getElementById('sphere');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      let count = 0;
      for (let i = 0; i < data.length; i += 4) if (data[i] < 90 && data[i + 2] > 120) count++;
      return count;
    })()`)) as number;
    expect(blue).toBeGreaterThan(500);
    if (process.env.VMF_SCREENSHOT) await page.screenshot({ path: process.env.VMF_SCREENSHOT });
    await page.close();
  });
});

it.runIf(executablePath === undefined)('says why the page was not tried', () => {
  console.log('skipped: no Chromium here to open the page in; set CHROMIUM to its path');
});
