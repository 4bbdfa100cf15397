/**
 * npm run bench                  every suite; writes bench/RESULTS.md
 * npm run bench -- batch         the suites named; prints only
 */
import { fork } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Result } from './comparison.ts';
import { installedPeers } from './installedPeers.ts';
import type { PeerProgram } from './peer.ts';
import { memoryTable, renderResults, resultsTable } from './results.ts';

const SUITES = ['batch', 'scalar', 'orderZero', 'rows', 'fit', 'mixture', 'sampling', 'information'];
const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));

function runSuite(name: string, peers: readonly PeerProgram[]): Promise<Result[]> {
  const child = fork(path(`suites/${name}.ts`), [JSON.stringify(peers)], {
    execArgv: ['--import', 'tsx'],
    // Without path mapping the package's name leads to what npm ships: the built dist.
    env: { ...process.env, TSX_TSCONFIG_PATH: path('tsconfig.json') },
  });
  const results: Result[] = [];
  child.on('message', (result: Result) => {
    results.push(result);
    console.log(`${resultsTable([result])}\n`);
    if (result.memory !== null) console.log(memoryTable([result]));
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve(results) : reject(new Error(`suite ${name} failed`))));
  });
}

const wanted = process.argv.slice(2);
const unknown = wanted.find((name) => !SUITES.includes(name));
if (unknown !== undefined) {
  console.error(`bench: no suite '${unknown}'; there are ${SUITES.join(', ')}`);
  process.exit(2);
}

const load = os.loadavg()[0];
const folder = mkdtempSync(join(os.tmpdir(), 'vmf-bench-'));
try {
  const { peers, skipped } = installedPeers(folder);
  for (const { versions } of peers) console.log(`beside: ${versions}`);
  for (const line of skipped) console.log(line);
  console.log();
  const results: Result[] = [];
  for (const name of wanted.length > 0 ? wanted : SUITES) results.push(...(await runSuite(name, peers)));
  if (wanted.length === 0) {
    writeFileSync(path('RESULTS.md'), renderResults(results, peers, skipped, load));
    console.log('written: bench/RESULTS.md');
  }
} finally {
  rmSync(folder, { recursive: true });
}
