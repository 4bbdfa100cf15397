/**
 * A peer: a process that holds another system, waits for a line and answers with a line.
 *
 *   request                              answer
 *   input NAME TYPE FILE                 ok; native numbers of TYPE (float64, float32, int32) as input NAME
 *   time KERNEL                          seconds of processor time one pass over the input took; on the clock
 *                                        where the peer has several threads
 *   memory KERNEL                        bytes one pass held at most beyond those before it, or nan
 *   values KERNEL FILE                   ok; the results written to FILE as native doubles
 *
 * Anything that goes wrong answers `error MESSAGE`. Started with --versions it prints what it holds
 * and ends.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';

export interface PeerProgram {
  readonly id: string;
  readonly command: string;
  readonly args: readonly string[];
  /** Names and versions of what it holds. */
  readonly versions: string;
}

type Numbers = Float64Array | Float32Array | Int32Array;

/** Numbers by name. Of one number a peer makes a scalar. */
export type Input = Readonly<Record<string, Numbers>>;

function typeName(numbers: Numbers): string {
  if (numbers instanceof Int32Array) return 'int32';
  return numbers instanceof Float32Array ? 'float32' : 'float64';
}

export interface Peer {
  readonly id: string;
  input(input: Input): Promise<void>;
  /** Milliseconds for one pass, of processor time unless the peer has several threads. */
  time(kernel: string): Promise<number>;
  /** Bytes one pass held at most beyond those before it; NaN where that cannot be told. */
  memory(kernel: string): Promise<number>;
  values(kernel: string): Promise<Float64Array>;
  close(): void;
}

export function startPeer({ id, command, args }: PeerProgram): Peer {
  const folder = mkdtempSync(join(tmpdir(), 'vmf-bench-'));
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();

  async function ask(request: string): Promise<string> {
    child.stdin.write(`${request}\n`);
    const { value, done } = await answers.next();
    if (done) throw new Error(`${id} ended without an answer to '${request}'`);
    if (value.startsWith('error ')) throw new Error(`${id}: '${request}' gave ${value}`);
    return value;
  }

  return {
    id,
    async input(input) {
      for (const [name, numbers] of Object.entries(input)) {
        const file = join(folder, name);
        writeFileSync(file, numbers);
        await ask(`input ${name} ${typeName(numbers)} ${file}`);
        rmSync(file);
      }
    },
    async time(kernel) {
      return Number(await ask(`time ${kernel}`)) * 1000;
    },
    async memory(kernel) {
      return Number(await ask(`memory ${kernel}`));
    },
    async values(kernel) {
      const file = join(folder, 'values');
      await ask(`values ${kernel} ${file}`);
      const bytes = readFileSync(file);
      return new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
    },
    close() {
      child.stdin.end();
      rmSync(folder, { recursive: true });
    },
  };
}
