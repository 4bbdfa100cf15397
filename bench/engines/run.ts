/**
 * npm run bench:engines                                  wasm and tensorflow, presets A and B, beside PyTorch
 * npm run bench:engines -- --engine webgpu --preset vit-tiny --batch 8 --rounds 2
 *
 *     --engine NAME       cpu, wasm, tensorflow, webgpu or tensorflow-gpu; more than once for several
 *     --preset NAME       A, B, vit-tiny or vit-small
 *     --only KIND         steps, products or head
 *     --batch N           images of a step instead of the preset's; rows of the head are 10 times as many
 *     --prototypes N      K of the head, 65536
 *     --rounds N          instead of the preset's
 *     --threads 2         PyTorch on two threads, by the clock; the default is one, and processor time of both
 *     --write             keeps what was measured in bench/engines/measured.jsonl and writes RESULTS-ENGINES.md
 *     --into FOLDER       the same in another folder
 *     --take FOLDER       measures nothing: adds what another machine wrote into its FOLDER
 *
 * Ours and PyTorch's are taken in turn; the ratio is that of a round. Each row is measured in a process of its own.
 */
import { fork } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { Answer, Task } from './child.ts';
import type { Measured } from './Measured.ts';
import { PyTorch } from './PyTorch.ts';
import { presets } from './presets.ts';
import { record, recorded } from './record.ts';
import { engineTables } from './results.ts';

const KINDS = ['steps', 'head', 'products'] as const;
const ENGINES = ['cpu', 'wasm', 'tensorflow', 'webgpu', 'tensorflow-gpu'];
const usual = Object.keys(presets).filter((name) => presets[name]?.isUsual);

const { values } = parseArgs({
  options: {
    engine: { type: 'string', multiple: true, default: ['wasm', 'tensorflow'] },
    preset: { type: 'string', multiple: true, default: usual },
    only: { type: 'string', multiple: true, default: [...KINDS] },
    batch: { type: 'string' },
    rounds: { type: 'string' },
    prototypes: { type: 'string', default: '65536' },
    threads: { type: 'string', default: '1' },
    write: { type: 'boolean', default: false },
    into: { type: 'string' },
    take: { type: 'string' },
  },
});

function refuse(message: string): never {
  console.error(`bench:engines: ${message}`);
  process.exit(2);
}

function count(name: 'batch' | 'rounds' | 'threads' | 'prototypes'): number | null {
  const text = values[name];
  if (text === undefined) return null;
  const value = Number(text);
  if (!(Number.isSafeInteger(value) && value >= 1)) {
    refuse(`--${name} must be an integer of 1 or more, got '${text}'`);
  }
  return value;
}

function known(option: 'engine' | 'preset' | 'only', names: readonly string[]): void {
  const unknown = values[option].find((name) => !names.includes(name));
  if (unknown !== undefined) refuse(`no ${option} '${unknown}'; there are ${names.join(', ')}`);
}

function inChild(task: Task): Promise<Answer> {
  const child = fork(fileURLToPath(new URL('child.ts', import.meta.url)), [JSON.stringify(task)], {
    execArgv: process.execArgv,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  return new Promise((resolve) => {
    child.once('message', (answer) => resolve(answer as Answer));
    child.once('exit', (code, signal) => resolve({ failed: `its process ended with ${signal ?? code}` }));
  });
}

known('engine', ENGINES);
known('preset', Object.keys(presets));
known('only', KINDS);
const [batch, rounds] = [count('batch'), count('rounds')];
const [threads, prototypes] = [count('threads') as number, count('prototypes') as number];
const folder =
  values.into ?? (values.write || values.take ? fileURLToPath(new URL('..', import.meta.url)) : null);
if (values.take !== undefined) {
  const taken = recorded(values.take);
  if (taken.length === 0) refuse(`there is nothing in ${values.take}/engines/measured.jsonl`);
  record(folder as string, taken);
  console.log(`taken: ${taken.length} measurements`);
  process.exit(0);
}

const found = PyTorch.find();
console.log(
  typeof found === 'string' ? found : `beside: ${found.versions}${found.gpu ? `, ${found.gpu}` : ''}`,
);
const kept: Measured[] = [];
let failures = 0;
for (const engine of values.engine) {
  for (const kind of KINDS.filter((name) => values.only.includes(name))) {
    for (const preset of kind === 'head' ? [null] : values.preset) {
      const answer = await inChild({ kind, engine, preset, batch, rounds, prototypes, threads, peer: found });
      if ('measured' in answer) {
        const { device, clock, load } = answer.measured;
        console.log(
          `\n${engine}: ${device}; ${clock}; load ${load.toFixed(1)}\n\n${engineTables([answer.measured])}`,
        );
        kept.push(answer.measured);
        if (folder !== null) record(folder, [answer.measured]);
      } else if ('skipped' in answer) {
        console.log(`\n${engine}: skipped: ${answer.skipped}`);
      } else {
        console.log(`\n${engine}: ${kind} ${preset ?? ''}: ${answer.failed}`);
        failures++;
      }
    }
  }
}
if (folder !== null && kept.length > 0)
  console.log(`\nwritten: ${folder.replace(/\/$/, '')}/RESULTS-ENGINES.md`);
process.exit(failures === 0 ? 0 : 1);
