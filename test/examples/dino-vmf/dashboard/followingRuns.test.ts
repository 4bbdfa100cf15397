import { appendFileSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { LineTail } from '../../../../examples/dino-vmf/dashboard/LineTail.ts';
import { portOf } from '../../../../examples/dino-vmf/dashboard/port.ts';
import { RunFollower } from '../../../../examples/dino-vmf/dashboard/RunFollower.ts';
import { ThinnedRows } from '../../../../examples/dino-vmf/dashboard/ThinnedRows.ts';

const folder = mkdtempSync(join(tmpdir(), 'follow-'));
afterAll(() => rmSync(folder, { recursive: true }));

const steps = (count: number, from = 1) => Array.from({ length: count }, (_, i) => ({ step: from + i }));
const text = (rows: readonly object[]) => rows.map((row) => `${JSON.stringify(row)}\n`).join('');

describe('ThinnedRows', () => {
  it('keeps all up to its number, then every second, fourth, ..., and always the last', () => {
    const thinned = new ThinnedRows<{ step: number }>(8);
    thinned.add(steps(8));
    expect(thinned.rows).toEqual(steps(8));
    thinned.add(steps(1, 9));
    expect(thinned.rows.map(({ step }) => step)).toEqual([2, 4, 6, 8, 9]);
    thinned.add(steps(91, 10));
    expect(thinned.rows.map(({ step }) => step)).toEqual([16, 32, 48, 64, 80, 96, 100]);
  });

  it('keeps the same whether the rows come one by one or together', () => {
    const [one, many] = [new ThinnedRows<{ step: number }>(100), new ThinnedRows<{ step: number }>(100)];
    const rows = steps(12_345);
    for (const row of rows) one.add([row]);
    many.add(rows);
    expect(one.rows).toEqual(many.rows);
    expect(one.rows.length).toBeLessThanOrEqual(101);
  });
});

describe('LineTail', () => {
  const path = join(folder, 'lines.jsonl');
  const tail = new LineTail<{ step: number; name?: string }>(path);

  it('reads what came, whole lines alone, across a file that grows', () => {
    expect(tail.read()).toEqual({ isNew: false, rows: [] });
    writeFileSync(path, `${text(steps(3))}{"step":4,"na`);
    expect(tail.read()).toEqual({ isNew: true, rows: steps(3) });
    expect(tail.read()).toEqual({ isNew: false, rows: [] });
    // The cut goes through a letter of two bytes.
    const rest = Buffer.from('me":"ö"}\n');
    appendFileSync(path, rest.subarray(0, 6));
    expect(tail.read().rows).toEqual([]);
    appendFileSync(path, rest.subarray(6));
    expect(tail.read()).toEqual({ isNew: false, rows: [{ step: 4, name: 'ö' }] });
  });

  it('begins anew when the file is replaced or cut', () => {
    writeFileSync(`${path}.aside`, text(steps(2)));
    renameSync(`${path}.aside`, path);
    expect(tail.read()).toEqual({ isNew: true, rows: steps(2) });
    writeFileSync(path, text(steps(1)));
    expect(tail.read()).toEqual({ isNew: true, rows: steps(1) });
  });

  it('reads a file of megabytes, and leaves out lines that are no JSON', () => {
    const rows = Array.from({ length: 40_000 }, (_, i) => ({ step: i + 1, name: `row ${i}`.padEnd(40) }));
    const big = join(folder, 'big.jsonl');
    writeFileSync(big, `${text(rows)}half a li\n${text(steps(1, 40_001))}`);
    expect(new LineTail(big).read().rows).toEqual([...rows, { step: 40_001 }]);
  });
});

describe('RunFollower', () => {
  it('tells what is new, and tells all anew when a resumed run cut its lines', () => {
    const run = join(folder, 'run');
    const follower = new RunFollower(run);
    expect(follower.look()).toBeNull();
    mkdirSync(run);
    writeFileSync(join(run, 'config.json'), '{"config":{"steps":9}}');
    expect(follower.look()).toEqual({ facts: { config: { steps: 9 } }, metrics: [], inspections: [] });
    expect(follower.look()).toBeNull();
    writeFileSync(join(run, 'metrics.jsonl'), text(steps(4)));
    expect(follower.look()).toMatchObject({ reset: true, metrics: steps(4), inspections: [] });
    appendFileSync(join(run, 'metrics.jsonl'), text(steps(2, 5)));
    writeFileSync(join(run, 'attention.png'), 'x');
    const update = follower.look();
    expect(update).toMatchObject({ metrics: steps(2, 5), inspections: [] });
    expect(update?.reset).toBeUndefined();
    expect(Object.keys(update?.pictures ?? {})).toEqual(['attention.png']);
    expect(follower.all).toMatchObject({ reset: true, metrics: steps(6), facts: { config: { steps: 9 } } });
    writeFileSync(join(run, 'cut'), text(steps(3)));
    renameSync(join(run, 'cut'), join(run, 'metrics.jsonl'));
    expect(follower.look()).toMatchObject({ reset: true, metrics: steps(3) });
  });
});

describe('portOf', () => {
  it.each(['65536', '-1', '80.5', 'http', '', ' '])('refuses %j', (port) => {
    expect(() => portOf('--port', port)).toThrow(
      `--port must be a port, an integer in [0, 65535], 0 for any free one, got '${port}'`,
    );
  });

  it('takes the others', () => {
    expect(['0', '7700', '65535'].map((port) => portOf('--port', port))).toEqual([0, 7700, 65535]);
  });
});
