import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Inspection } from '../../../../examples/dino-vmf/inspection/inspect.ts';
import type { Metrics } from '../../../../examples/dino-vmf/run/runFolder.ts';
import { tiny, train } from '../trainCommand.ts';

const folder = mkdtempSync(join(tmpdir(), 'recorded-'));
const run = join(folder, 'run');
afterAll(() => rmSync(folder, { recursive: true }));

const lines = <T>(name: string): T[] =>
  readFileSync(join(run, name), 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as T);

const inspections = () => lines<Inspection>('inspections.jsonl');

beforeAll(() => {
  const { status, output } = train(
    ...tiny,
    ...'--evaluate-every 0 --checkpoint-every 4 --inspect-every 3 --out'.split(' '),
    run,
  );
  expect(status, output).toBe(0);
});

describe('a recorded run', () => {
  it('has a whole line of metrics for every step', () => {
    const metrics = lines<Metrics>('metrics.jsonl');
    expect(metrics.map(({ step }) => step)).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
    for (const line of metrics) {
      expect(Math.abs(line.kl - (line.loss - line.teacherEntropy))).toBeLessThan(1e-12);
      expect(line.lnK).toBe(Math.log(32));
      expect(Math.abs(line.imagesPerSecond * line.stepSeconds - 8)).toBeLessThan(1e-9);
      expect(line.viewShare).toBeGreaterThan(0);
      expect(line.viewShare).toBeLessThan(1);
      // Student, teacher and two moments of the same size, and the centre.
      expect(line.tensorBytes).toBeGreaterThan(4 * 4 * 1000);
      expect(line.processBytes).toBeGreaterThan(line.tensorBytes);
      expect(line.kappaTeacher.median).toBeGreaterThan(line.kappaStudent.median);
      expect(Object.keys(line)).not.toContain('winners');
    }
    const times = metrics.map(({ time }) => time);
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });

  it('is inspected as often as told, and at the end', () => {
    expect(inspections().map(({ step }) => step)).toEqual([3, 6, 8]);
    for (const line of inspections()) {
      expect(line.uniquePrototypes + line.largestDuplicateSet).toBeLessThanOrEqual(33);
      expect(line.uniquePrototypes).toBeGreaterThan(0);
      // A pass is six batches of eight images with two global views each.
      expect(line.winnerViews).toBe(16 * Math.min(6, line.step));
      expect(line.voidShare).toBeLessThan(1);
      expect(line.voidShare).toBeGreaterThanOrEqual(0);
      expect(line.featureViews).toBe(16);
      expect(line.rankMe).toBeGreaterThan(1);
      expect(line.rankMe).toBeLessThan(16);
      expect(line.featureDeviation).toBeGreaterThan(0);
      for (const { counts } of [line.kappaStudent, line.kappaTeacher]) {
        expect(counts.reduce((a, b) => a + b, 0)).toBe(32);
      }
    }
  });

  it('shows views and attention as pictures of the sizes their cells make', async () => {
    const size = async (name: string) => {
      const { width, height, format } = await sharp(join(run, name)).metadata();
      return [format, (width + 4) / 68, (height + 4) / 68];
    };
    // The image, two global and two local views; the image, the mean and three heads.
    expect(await size('crops.png')).toEqual(['png', 5, 6]);
    expect(await size('attention.png')).toEqual(['png', 5, 6]);
  });

  it('has every figure in its report, each with what it is of', () => {
    const report = readFileSync(join(run, 'report.html'), 'utf8');
    const titles = [...report.matchAll(/<figure><h3>([^<]*)<\/h3>(<svg|<img)/g)].map(([, title]) => title);
    expect(titles).toEqual([
      'kNN accuracy against what there was before',
      'kNN accuracy',
      'Loss and teacher entropy against ln K',
      'Divergence of the student from its targets',
      'Unique and void prototypes',
      'κ of the prototypes',
      'κ histogram',
      'Rank and spread of the features',
      'Gradient norm',
      'Schedules',
      'Step time and memory',
      'Views',
      'Attention',
    ]);
    const last = inspections().at(-1) as Inspection;
    expect(report).toContain(`After step 8: ${last.uniquePrototypes} unique`);
    // Figures are drawn: the two lines of the loss and that of ln K have a point a step.
    const loss = report.slice(report.indexOf('Loss and teacher entropy'), report.indexOf('Divergence of'));
    const paths = [...loss.matchAll(/aria-roledescription="line mark"[^>]*|<path[^>]* d="(M[^"]*)"[^>]*/g)];
    expect(paths.filter(([, d]) => (d?.match(/L/g)?.length ?? 0) === 7)).toHaveLength(3);
  });

  it('logs every step and inspection once when it is resumed after a kill', () => {
    const before = { metrics: lines<Metrics>('metrics.jsonl'), inspections: inspections() };
    // What a kill leaves: lines of steps after the checkpoint, the last one cut short.
    writeFileSync(join(run, 'inspections.jsonl'), '{"step":9,"uniq', { flag: 'a' });
    writeFileSync(join(run, 'metrics.jsonl'), '{"step":9,"loss":1}\n{"ste', { flag: 'a' });
    expect(train('--resume', run).status).toBe(0);
    expect(lines<Metrics>('metrics.jsonl')).toEqual(before.metrics);
    expect(inspections()).toEqual(before.inspections);
  });
});
