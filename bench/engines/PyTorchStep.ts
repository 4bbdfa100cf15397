import { type ChildProcessWithoutNullStreams, spawn, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { Config } from '../../examples/dino-vmf/settings/config.ts';

const path = (name: string): string => fileURLToPath(new URL(name, import.meta.url));
const program = path('../peers/dino_step.py');

/** The same step in PyTorch, in a process of its own that waits between steps. */
export class PyTorchStep {
  readonly #child: ChildProcessWithoutNullStreams;
  readonly #answers: AsyncIterator<string>;

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.#child = child;
    this.#answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  }

  /** A Python that has PyTorch, with its version; or how to get one. PYTHON names another than .venv's. */
  static find(): { command: string; versions: string } | string {
    const local = path('../../.venv/bin/python');
    const candidates = [process.env.PYTHON, existsSync(local) ? local : undefined, 'python3'];
    for (const command of candidates) {
      if (!command) continue;
      const { status, stdout } = spawnSync(command, [program, '--versions'], { encoding: 'utf8' });
      if (status === 0) return { command, versions: stdout.trim() };
    }
    return 'skipped: PyTorch: python3 -m venv .venv && .venv/bin/pip install torch --index-url https://download.pytorch.org/whl/cpu';
  }

  static async start(command: string, config: Config, threads: number): Promise<PyTorchStep> {
    const child = spawn(command, [program, '--threads', `${threads}`]);
    child.stderr.pipe(process.stderr);
    const peer = new PyTorchStep(child);
    await peer.#ask(JSON.stringify(config));
    return peer;
  }

  async #ask(line: string): Promise<string> {
    this.#child.stdin.write(`${line}\n`);
    const { value, done } = await this.#answers.next();
    if (done) throw new Error('bench: PyTorch ended without an answer');
    return value;
  }

  /** Milliseconds of one step, of processor time with one thread and else on the clock, and its loss. */
  async step(): Promise<{ milliseconds: number; loss: number }> {
    const [seconds, loss] = (await this.#ask('step')).split(' ').map(Number) as [number, number];
    return { milliseconds: seconds * 1000, loss };
  }

  stop(): void {
    this.#child.stdin.end();
  }
}
