/**
 * npm run conformance                     every engine that is present
 * npm run conformance -- --engine wasm    one, tensorflow-gpu too
 *
 *     --steps 200    after which memory must be what it was after five
 */
import { parseArgs } from 'node:util';
import { conformanceCases } from './conformanceCases.ts';
import { engines } from './engines.ts';
import { measureCase } from './measureCase.ts';
import { memoryGrowth } from './memoryGrowth.ts';
import { startTensorflow } from './startTensorflow.ts';

const { values } = parseArgs({
  options: { engine: { type: 'string' }, steps: { type: 'string', default: '200' } },
});
const steps = Number(values.steps);
if (!(Number.isSafeInteger(steps) && steps >= 6)) {
  console.error(`conformance: --steps must be an integer of 6 or more, got '${values.steps}'`);
  process.exit(2);
}
const names = values.engine === undefined ? Object.keys(engines) : [values.engine];
let failures = 0;
for (const name of names) {
  const start = name === 'tensorflow-gpu' ? () => startTensorflow(name) : engines[name];
  if (!start) {
    console.error(`conformance: no engine '${name}'; there are ${Object.keys(engines).join(', ')}`);
    process.exit(2);
  }
  const started = await start();
  if (typeof started === 'string') {
    console.log(`${started}\n`);
    // Asked for by name, not being there is a failure.
    if (values.engine !== undefined) failures++;
    continue;
  }
  console.log(`${name} (${started.device})\n\n| case | error | of its bound | ok |\n|-|-:|-:|-|`);
  for (const conformanceCase of conformanceCases) {
    const { error, share, fault } = await measureCase(conformanceCase).catch((thrown: Error) => ({
      error: Number.NaN,
      share: Number.NaN,
      fault: thrown.message.split('\n')[0] as string,
    }));
    if (fault !== null) failures++;
    console.log(
      `| ${conformanceCase.name} | ${error.toExponential(1)} | ${share.toFixed(3)} | ${fault ?? 'ok'} |`,
    );
  }
  const growth = await memoryGrowth(steps);
  if (growth !== null) failures++;
  console.log(`| memory over ${steps} steps | | | ${growth ?? 'ok'} |\n`);
  await started.stop();
}
console.log(failures === 0 ? 'all conform' : `${failures} do not conform`);
process.exit(failures === 0 ? 0 : 1);
