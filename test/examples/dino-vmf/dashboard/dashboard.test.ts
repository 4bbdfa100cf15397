import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrowserContext, chromium, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { FIGURES } from '../../../../examples/dino-vmf/report/figures/figures.ts';
import { CHROMIUM_ARGUMENTS, findChromium } from '../../../support/chromium.ts';
import { command, root, tiny, train } from '../trainCommand.ts';

const folder = mkdtempSync(join(tmpdir(), 'dashboard-'));
const finished = join(folder, 'finished');
const dashboardCommand = ['--import', 'tsx', 'examples/dino-vmf/dashboard.ts'];

interface Started {
  readonly child: ChildProcess;
  readonly address: string;
  readonly output: () => string;
  /** The exit status after a signal. */
  readonly end: (signal: NodeJS.Signals) => Promise<number | null>;
}

/** Starts a command and waits for the address of its page. */
async function start(args: readonly string[]): Promise<Started> {
  const child = spawn(process.execPath, args, { cwd: root });
  let output = '';
  const ended = new Promise<number | null>((resolve) => child.on('exit', resolve));
  const address = await new Promise<string>((resolve, reject) => {
    const read = (data: Buffer) => {
      output += data;
      const [found] = /http:\/\/127\.0\.0\.1:\d+\//.exec(output) ?? [];
      if (found) resolve(found);
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('exit', () => reject(new Error(output)));
  });
  const end = (signal: NodeJS.Signals) => {
    child.kill(signal);
    return ended;
  };
  return { child, address, output: () => output, end };
}

/** The status and text of a request, with the headers that are given. */
function ask(address: string, path: string, method = 'GET', host?: string) {
  return new Promise<{ status: number; text: string }>((resolve, reject) => {
    const sent = request(
      new URL(path, address),
      { method, ...(host ? { headers: { host } } : {}) },
      (answer) => {
        let text = '';
        answer.on('data', (data) => {
          text += data;
        });
        answer.on('end', () => resolve({ status: answer.statusCode as number, text }));
      },
    );
    sent.on('error', reject);
    sent.end();
  });
}

beforeAll(() => {
  const { status, output } = train(
    ...tiny,
    '--inspect-every',
    '2',
    '--evaluate-every',
    '4',
    '--out',
    finished,
  );
  expect(status, output).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true }));

describe('the server', () => {
  it('answers this machine and its own names alone, and only shows', async () => {
    const { address, end } = await start([...dashboardCommand, '--run', finished, '--port', '0']);
    const page = await ask(address, '/');
    expect(page.status).toBe(200);
    expect(page.text, 'self-contained').not.toMatch(/<(script|link|img)[^>]*(src|href)="(?!data:)/);
    expect((await ask(address, '/', 'GET', 'somewhere.example')).status).toBe(403);
    expect((await ask(address, '/', 'POST')).status).toBe(405);
    for (const path of ['/config.json', '/..%2fconfig.json', '/checkpoint.bin', '/nothing']) {
      expect((await ask(address, path)).status, path).toBe(404);
    }
    expect(await end('SIGINT')).toBe(0);
  });

  it('says when the port is taken, before anything is trained or made', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const port = String((other.address() as AddressInfo).port);
    const out = join(folder, 'never');
    const { status, output } = train(...tiny, '--dashboard', port, '--out', out);
    expect(status).toBe(1);
    expect(output).toContain(
      `error: --dashboard: port ${port}: something else listens there; give another port, or 0 for any free one`,
    );
    expect(output).not.toMatch(/ {4}at /);
    expect(existsSync(out)).toBe(false);
    other.close();
  });

  it('says that a folder holds no run', async () => {
    await expect(start([...dashboardCommand, '--run', folder])).rejects.toThrow(
      `error: --run ${folder}: holds no run, there is no config.json in it`,
    );
  });
});

const executablePath = findChromium();

describe.skipIf(executablePath === undefined)('the page in Chromium', () => {
  let browser: BrowserContext;
  const faults: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launchPersistentContext(join(folder, 'profile'), {
      ...(executablePath === undefined ? {} : { executablePath }),
      args: [...CHROMIUM_ARGUMENTS],
      headless: true,
      viewport: { width: 1400, height: 1000 },
    });
  });
  afterAll(() => browser?.close());

  /** Opens the page; what goes wrong in it fails the test. */
  async function open(address: string): Promise<Page> {
    const page = await browser.newPage();
    page.on('pageerror', (error) => faults.push(String(error)));
    page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
    page.on('request', (sent) => {
      if (!sent.url().startsWith(address) && !sent.url().startsWith('data:')) faults.push(sent.url());
    });
    await page.goto(address);
    return page;
  }

  /** How many points the longest line of a figure has. */
  const points = (page: Page, figure: string): Promise<number> =>
    page.evaluate(
      `Math.max(0, ...[...document.querySelectorAll('#${figure} path')].map((path) => (path.getAttribute('d') ?? '').split('L').length))`,
    );
  const untilPoints = (page: Page, figure: string, count: number) =>
    page.waitForFunction(
      `[...document.querySelectorAll('#${figure} path')].some((path) => (path.getAttribute('d') ?? '').split('L').length >= ${count})`,
    );
  const state = (page: Page) => page.locator('#state').textContent();
  const tile = (page: Page, name: string) =>
    page.evaluate(
      `[...document.querySelectorAll('#tiles div')].find((tile) => tile.firstChild.textContent === '${name}').lastChild.textContent`,
    );

  it('grows while a run trains, in every tab, and after a reload has all there was', async () => {
    const run = join(folder, 'live');
    const options = '--steps 20000 --inspect-every 5 --evaluate-every 0 --dashboard 0 --out'.split(' ');
    const { address, end } = await start([...command, ...tiny, ...options, run]);
    const first = await open(address);
    await untilPoints(first, 'loss', 5);
    expect(await state(first)).toBe('training');
    const before = await points(first, 'loss');
    await untilPoints(first, 'loss', before + 20);
    await untilPoints(first, 'prototypes', 3);

    const second = await open(address);
    await untilPoints(second, 'loss', before + 20);
    await first.reload();
    await untilPoints(first, 'loss', before + 20);
    const picture = () => first.locator('[id="attention.png"] img').getAttribute('src');
    const old = await picture();
    expect(old).toMatch(/^\/attention\.png\?\d+/);
    await first.waitForFunction(
      `document.querySelector('[id="attention.png"] img').getAttribute('src') !== '${old}'`,
    );

    expect(await end('SIGINT')).toBe(130);
    await first.waitForFunction(`document.getElementById('state').textContent.startsWith('no connection')`);
    // The last step was still told.
    const steps = readFileSync(join(run, 'metrics.jsonl'), 'utf8').trim().split('\n').length;
    await first.waitForFunction(`document.getElementById('tiles').textContent.includes('${steps} / 20000')`);
    await expect(ask(address, '/')).rejects.toThrow(/ECONNREFUSED/);
    // Chromium tells of a connection that is refused; nothing else may have gone wrong.
    expect(
      faults.filter(
        (fault) => !/ERR_(CONNECTION_REFUSED|INCOMPLETE_CHUNKED_ENCODING|CONNECTION_RESET)/.test(fault),
      ),
    ).toEqual([]);
    await Promise.all([first.close(), second.close()]);
  });

  it('shows a finished run whole', async () => {
    faults.length = 0;
    const { address, end } = await start([...dashboardCommand, '--run', finished, '--port', '0']);
    const page = await open(address);
    await untilPoints(page, 'loss', 8);
    await page.waitForFunction(
      '[...document.images].length === 2 && [...document.images].every((i) => i.naturalWidth > 0)',
    );
    expect(await state(page)).toBe('finished');
    expect(await page.locator('#title').textContent()).toBe('DINO-vMF on built-in procedural images');
    expect(await tile(page, 'step')).toBe('8 / 8');
    const [last] = readFileSync(join(finished, 'inspections.jsonl'), 'utf8').trim().split('\n').slice(-1);
    const { uniquePrototypes, voidShare } = JSON.parse(last as string);
    expect(await tile(page, 'unique prototypes')).toBe(String(uniquePrototypes));
    expect(await tile(page, 'void prototypes')).toBe(`${(100 * voidShare).toFixed(1)} %`);
    for (const { id } of FIGURES) expect(await page.locator(`[id="${id}"] svg`).count(), id).toBe(1);
    expect(await points(page, 'accuracy')).toBe(3);
    expect(await page.locator('#kappa-histogram path[aria-roledescription="bar"]').count()).toBeGreaterThan(
      20,
    );
    // Nothing is cut off: every figure's drawing lies inside its box.
    const cut = await page.evaluate(`[...document.querySelectorAll('figure svg')].filter((svg) => {
      const outer = svg.getBoundingClientRect();
      return [...svg.querySelectorAll('text')].some((text) => {
        const box = text.getBoundingClientRect();
        return box.width > 0 && (box.left < outer.left - 2 || box.right > outer.right + 2 || box.bottom > outer.bottom + 2);
      });
    }).map((svg) => svg.closest('figure').id)`);
    expect(cut).toEqual([]);
    expect(await page.locator('#alarm').isHidden()).toBe(true);
    expect(await page.locator('#patches').isHidden()).toBe(true);
    if (process.env.VMF_SCREENSHOT)
      await page.screenshot({ path: process.env.VMF_SCREENSHOT, fullPage: true });
    const warning = { step: 7, cause: 'uniform', seen: 'loss 3.4 at ln K', advice: 'Lower <it>.' };
    writeFileSync(join(finished, 'warnings.json'), JSON.stringify([warning]));
    await page.waitForFunction(`!document.getElementById('alarm').hidden`);
    expect(await page.locator('#alarm').textContent()).toBe(
      'Step 7: collapse (uniform): loss 3.4 at ln K. Lower <it>.',
    );
    expect(faults).toEqual([]);
    expect(await end('SIGTERM')).toBe(0);
    await page.close();
  });
});

it.runIf(executablePath === undefined)('says why the page was not tried', () => {
  console.log('skipped: no Chromium here to open the dashboard in; set CHROMIUM to its path');
});
