import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Precision } from './Measured.ts';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const program = path('../peers/engines.py');

export interface FoundPyTorch {
  readonly command: string;
  readonly versions: string;
  /** The name of the GPU, if it can use one. */
  readonly gpu: string | null;
}

/** The same work in PyTorch, in a process of its own that waits between requests. */
export class PyTorch {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;

  constructor(command: string, device: 'cpu' | 'cuda', threads: number, clock: 'processor' | 'wall') {
    this.#child = spawn(command, [program, device, `${threads}`, clock]);
    this.#child.stderr.pipe(process.stderr);
    this.#answers = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** A Python that has PyTorch; or how to get one. PYTHON names another than .venv's. */
  static find(): FoundPyTorch | string {
    const local = path('../../.venv/bin/python');
    const candidates = [process.env.PYTHON, existsSync(local) ? local : undefined, 'python3'];
    for (const command of candidates) {
      if (!command) continue;
      const { status, stdout } = spawnSync(command, [program, '--versions'], { encoding: 'utf8' });
      if (status === 0) return { command, ...(JSON.parse(stdout) as Omit<FoundPyTorch, 'command'>) };
    }
    return 'skipped: PyTorch: python3 -m venv .venv && .venv/bin/pip install torch --index-url https://download.pytorch.org/whl/cpu';
  }

  async ask(request: { readonly do: string; readonly [name: string]: unknown }): Promise<Answer> {
    this.#child.stdin.write(`${JSON.stringify(request)}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error(`bench: PyTorch ended without an answer to '${request.do}'`);
    return JSON.parse(value) as Answer;
  }

  /** Milliseconds of one repetition of what was prepared, and its loss. */
  async time(precision: Precision): Promise<{ milliseconds: number; loss: number }> {
    const { seconds, loss } = await this.ask({ do: 'time', precision });
    return { milliseconds: seconds * 1000, loss };
  }

  /** Bytes held at the most in one repetition, with what it works on; null where that cannot be told. */
  async memory(precision: Precision): Promise<number | null> {
    return (await this.ask({ do: 'memory', precision })).bytes;
  }

  stop(): void {
    this.#child.stdin.end();
  }
}

interface Answer {
  readonly seconds: number;
  readonly loss: number;
  readonly bytes: number | null;
}
