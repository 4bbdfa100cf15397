import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type OutgoingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, normalize } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as mixture from 'von-mises-fisher/mixture';
import { buildPackage } from '../support/builtPackage.ts';
import { CHROMIUM_ARGUMENTS, findChromium } from '../support/chromium.ts';
import { randomMixture } from './directions.ts';

const p = 24;
const k = 6;
const law = randomMixture(p, [20, 40, 60, 80, 100, 120], Array(k).fill(1 / k), 1);
const sharp = randomMixture(p, [2e4, 1e6, 50, 1e9], Array(4).fill(0.25), 2);
const models = { law: law.toJSON(), sharp: sharp.toJSON() };

interface Work {
  readonly models: typeof models;
  readonly workers: number;
  /** Whether threads are started before. */
  readonly isReady: boolean;
}

/** Fits of every kind, their bits, and how many threads worked; runs here and in the page. */
async function fits(library: typeof mixture, { models, workers, isReady }: Work) {
  const { VonMisesFisherMixture, fitMixture, fitMixtureStream, startWorkers } = library;
  const started = isReady ? await startWorkers(workers) : 1;
  const law = VonMisesFisherMixture.fromJSON(models.law);
  const sharp = VonMisesFisherMixture.fromJSON(models.sharp);
  const rows = law.samples(20_000, { seed: 3 });
  const tight = sharp.samples(20_000, { seed: 4 });
  const p = law.p;
  const options = { dimension: p, seed: 5, maxIterations: 8, tolerance: 0, workers };
  const start = { ...options, initialization: law };
  const found = [
    fitMixture(rows, 6, start),
    fitMixture(rows, 6, { ...start, kind: 'hard' }),
    fitMixture(Float32Array.from(rows), 6, { ...start, kind: 'stochastic' }),
    fitMixture(tight, 4, { ...options, initialization: sharp, maxKappa: 1e12 }),
    await fitMixtureStream(() => [rows.subarray(0, 9000 * p), rows.subarray(9000 * p)], 6, start),
  ];
  // Numbers as JSON are the shortest that give the same double.
  const bits = found.map(({ mixture, trace }) => JSON.stringify([mixture, trace]));
  return { bits, started, threads: Math.max(...found.map(({ threads }) => threads)) };
}

const PAGE = `<!doctype html><meta charset="utf-8"><title>Threads</title><link rel="icon" href="data:,">
<script type="importmap">{"imports": {"von-mises-fisher/mixture": "/dist/mixture/index.js"}}</script>`;
const isolated = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
/** By the name of the page. */
const headers: Record<string, OutgoingHttpHeaders> = {
  '/isolated': isolated,
  '/plain': {},
  // Blob addresses are no part of 'self'.
  '/without-workers': {
    ...isolated,
    'Content-Security-Policy': "script-src 'self' 'unsafe-inline' 'wasm-unsafe-eval'; worker-src 'self'",
  },
  '/without-wasm': {
    ...isolated,
    'Content-Security-Policy': "script-src 'self' 'unsafe-inline'; worker-src blob:",
  },
};

const executablePath = findChromium();

describe.skipIf(executablePath === undefined)('mixtures in Chromium', () => {
  const folder = mkdtempSync(join(tmpdir(), 'threads-'));
  let server: Server;
  let browser: BrowserContext;
  let address = '';
  let expected: readonly string[];

  beforeAll(async () => {
    ({ bits: expected } = await fits(mixture, { models, workers: 1, isReady: false }));
    mkdirSync(folder, { recursive: true });
    buildPackage(folder);
    server = createServer((request, response) => {
      const { pathname } = new URL(request.url ?? '/', 'http://localhost');
      const page = headers[pathname];
      if (page !== undefined) {
        response.writeHead(200, { 'Content-Type': 'text/html', ...page }).end(PAGE);
        return;
      }
      try {
        const text = readFileSync(join(folder, normalize(pathname)));
        response.writeHead(200, { 'Content-Type': 'text/javascript' }).end(text);
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
    });
  });

  afterAll(async () => {
    await browser?.close();
    server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function open(name: string): Promise<{ page: Page; faults: string[] }> {
    const page = await browser.newPage();
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    await page.goto(`${address}${name}`);
    return { page, faults };
  }

  const run = async (page: Page, work: Omit<Work, 'models'>) =>
    (await page.evaluate(
      `import('von-mises-fisher/mixture').then((library) =>
        (${fits.toString()})(library, ${JSON.stringify({ models, ...work })}))`,
    )) as Awaited<ReturnType<typeof fits>>;

  /** Whether a thread comes to its turn in one fit is for the system to say; in one of many it does. */
  async function expectThreads(page: Page): Promise<void> {
    let threads = 1;
    for (let runs = 0; runs < 20 && threads === 1; runs++) {
      const found = await run(page, { workers: 3, isReady: true });
      expect(found.started).toBe(3);
      expect(found.bits).toEqual(expected);
      threads = found.threads;
    }
    expect(threads).toBeGreaterThan(1);
  }

  it('a page that is isolated has threads, and the bits of Node', async () => {
    const { page, faults } = await open('/isolated');
    expect(await page.evaluate('crossOriginIsolated')).toBe(true);
    await expectThreads(page);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('and where they were not started before, all the same', async () => {
    const { page, faults } = await open('/isolated');
    const found = await run(page, { workers: 3, isReady: false });
    expect(found.bits).toEqual(expected);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('a page that is not has one thread, and the same bits', async () => {
    const { page, faults } = await open('/plain');
    expect(await page.evaluate('typeof SharedArrayBuffer')).toBe('undefined');
    const found = await run(page, { workers: 3, isReady: true });
    expect([found.started, found.threads]).toEqual([1, 1]);
    expect(found.bits).toEqual(expected);
    expect(faults).toEqual([]);
    await page.close();
  });

  it('nor has one whose policy forbids workers', async () => {
    const { page, faults } = await open('/without-workers');
    const found = await run(page, { workers: 3, isReady: true });
    expect([found.started, found.threads]).toEqual([1, 1]);
    expect(found.bits).toEqual(expected);
    expect(faults.filter((fault) => !/Content Security Policy/.test(fault))).toEqual([]);
    await page.close();
  });

  it('one whose policy forbids WebAssembly has threads too, and the same bits', async () => {
    const { page, faults } = await open('/without-wasm');
    await expectThreads(page);
    expect(faults.filter((fault) => !/Content Security Policy/.test(fault))).toEqual([]);
    await page.close();
  });
});

it.runIf(executablePath === undefined)('says why no page was tried', () => {
  console.log('skipped: no Chromium here to open a page in; set CHROMIUM to its path');
});
