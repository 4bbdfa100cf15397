import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { VonMisesFisher } from 'von-mises-fisher';
import { fitMixture, VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { npyHeader } from '../../src/cli/output/npyHeader.ts';
import { drawMixture } from '../../src/cli/plot/drawMixture.ts';
import { leadingPlane } from '../../src/cli/plot/leadingPlane.ts';
import { pictureMaker } from '../../src/cli/plot/pictureMaker.ts';
import { sampleRows } from '../../src/cli/plot/sampleRows.ts';
import { runHere } from './runHere.ts';

const before = process.cwd();
let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'vmf-plot-'));
  process.chdir(folder);
  for (const p of [2, 3, 8]) {
    const rows = mixtureOf(p).samples(300, { seed: p });
    writeFileSync(`p${p}.npy`, Buffer.concat([npyHeader('<f8', 300, p), new Uint8Array(rows.buffer)]));
  }
});
afterAll(() => {
  process.chdir(before);
  rmSync(folder, { recursive: true });
});

/** Three components on the first coordinate axes and between them. */
function mixtureOf(p: number): VonMisesFisherMixture {
  const axis = (x: number, y: number) => Array.from({ length: p }, (_, j) => (j === 0 ? x : j === 1 ? y : 0));
  return new VonMisesFisherMixture(
    [0.5, 0.3, 0.2],
    [
      new VonMisesFisher(axis(1, 0), 30 * p),
      new VonMisesFisher(axis(0, 1), 40 * p),
      new VonMisesFisher(axis(-0.8, -0.6), 50 * p),
    ],
  );
}

const draw = async (line: string): Promise<string> => {
  const { status, stderr } = await runHere(`cluster ${line} --seed 1 -o model.json`.split(' '));
  expect([status, stderr]).toEqual([0, '']);
  return readFileSync(/--plot (\S+)/.exec(line)?.[1] as string, 'utf8');
};

/** The rows that a picture shows: dots of the size that rows have. */
const dots = (svg: string) => [...svg.matchAll(/aria-roledescription="circle"/g)].length;
const texts = (svg: string) => [...svg.matchAll(/<text [^>]*>([^<]*)<\/text>/g)].map(([, text]) => text);

describe('vmf cluster --plot', () => {
  it('draws both sides of the sphere and the criterion', async () => {
    const svg = await draw('p3.npy --select 1..4 --plot sphere.svg');
    expect(svg).toMatch(/^<svg /);
    expect(texts(svg)).toEqual(
      expect.arrayContaining(['front', 'back', '+x', '−z', '3 components in 3 dimensions']),
    );
    expect(texts(svg)).toEqual(expect.arrayContaining(['0', '1', '2', 'BIC is smallest at 3', 'components']));
    expect(svg).toContain('300 rows');
    expect(dots(svg)).toBe(300);
    for (const colour of ['#0072B2', '#D55E00', '#009E73']) expect(svg).toContain(colour);
  });

  it('draws a projection of more dimensions, and the circle for two', async () => {
    const plane = await draw('p8.npy -k 3 --plot plane.svg');
    expect(texts(plane)).toEqual(
      expect.arrayContaining(['projection on the plane of the component means', 'first direction', '2']),
    );
    expect(dots(plane)).toBe(300);
    const circle = await draw('p2.npy -k 3 --plot circle.svg');
    expect(texts(circle)).toEqual(expect.arrayContaining(['3 components in 2 dimensions', 'x', 'y']));
  });

  it('as .png', async () => {
    await draw('p2.npy -k 2 --plot circle.png');
    const { format, width, height } = await sharp('circle.png').metadata();
    expect(format).toBe('png');
    expect([width, height].every((size) => Number(size) > 800)).toBe(true);
    expect((await sharp('circle.png').stats()).channels.every(({ stdev }) => stdev > 5)).toBe(true);
    expect(readdirSync('.').filter((name) => name.includes('partial'))).toEqual([]);
  });

  it('says before the fit what is missing', async () => {
    const without = (missing: string) => (name: string) =>
      name === missing ? Promise.reject(new Error(`Cannot find package '${name}'`)) : import(name);
    await expect(pictureMaker('.svg', without('vega'))).rejects.toThrow(
      '--plot needs a package that is not installed: npm install vega (with -g where vmf is installed so)',
    );
    await expect(pictureMaker('.png', without('sharp'))).rejects.toThrow('npm install sharp');
    await expect(pictureMaker('.svg', without('sharp'))).resolves.toBeTypeOf('function');
  });
});

describe('what is drawn', () => {
  it('the plane in which the means lie, where they lie in one', () => {
    const [u, v] = leadingPlane(mixtureOf(8));
    for (const axis of [u, v]) {
      expect(Math.hypot(...axis)).toBeWithinUlp(1, 4);
      expect(Math.hypot(...axis.subarray(2))).toBeLessThan(1e-12);
    }
    expect(Math.abs(u.reduce((sum, x, j) => sum + x * v[j], 0))).toBeLessThan(1e-14);
    // The first is along the larger spread: the second moment of the means about their centre.
    const { components, weights } = mixtureOf(8);
    const spread = (axis: Float64Array) => {
      const at = components.map(
        ({ mu, meanResultantLength: a }) => a * mu.reduce((s, x, j) => s + x * axis[j], 0),
      );
      const middle = at.reduce((sum, x, k) => sum + weights[k] * x, 0);
      return at.reduce((sum, x, k) => sum + weights[k] * (x - middle) ** 2, 0);
    };
    const turned = u.map((x, j) => x * Math.cos(0.1) + v[j] * Math.sin(0.1));
    expect(spread(u)).toBeGreaterThan(spread(turned));
    expect(spread(u)).toBeGreaterThan(spread(v));
  });

  it('some plane where the means span none', () => {
    for (const p of [3, 5]) {
      const one = new VonMisesFisher([0, 0, 1, 0, 0].slice(0, p), 10);
      for (const mixture of [
        new VonMisesFisherMixture([1], [one]),
        new VonMisesFisherMixture([0.5, 0.5], [one, one]),
      ]) {
        const [u, v] = leadingPlane(mixture);
        expect(u[2]).toBe(1);
        expect(Math.hypot(...v)).toBeWithinUlp(1, 4);
        expect(v[2]).toBe(0);
      }
    }
  });

  it('some of many rows, evenly over all chunks, at unit length', async () => {
    const mixture = mixtureOf(3);
    const rows = mixture.samples(1000, { seed: 9 }).map((x) => 7 * x);
    async function* chunks() {
      for (let at = 0; at < 3000; at += 333) yield { rows: rows.subarray(at, Math.min(at + 333, 3000)) };
    }
    const sample = await sampleRows(chunks(), mixture, 1000, 300);
    expect(sample.n).toBe(250);
    for (let i = 0; i < 250; i++) {
      for (let j = 0; j < 3; j++) expect(sample.data[3 * i + j]).toBeWithinUlp(rows[12 * i + j] / 7, 8);
    }
    expect(sample.labels).toEqual(mixture.predict(sample.data));
  });

  it('noise, a component without direction, and many components', async () => {
    const make = await pictureMaker('.svg');
    for (const p of [2, 3, 6]) {
      const flat = new VonMisesFisherMixture(
        [0.4, 0.4],
        [mixtureOf(p).components[0], VonMisesFisher.uniform(p)],
        {
          noise: 0.2,
        },
      );
      const rows = flat.samples(200, { seed: 1 });
      const many = fitMixture(rows, 70, { dimension: p, seed: 1, restarts: 1, maxIterations: 3, prior: 1 });
      for (const mixture of [flat, many.mixture]) {
        async function* chunks() {
          yield { rows };
        }
        const svg = await make(await drawMixture({ ...many, mixture }, undefined, chunks()));
        expect(svg).not.toContain('NaN');
        expect(dots(svg as string)).toBe(200);
      }
    }
  });
});
