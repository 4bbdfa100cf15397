/** What of node:worker_threads is needed here. */
export interface NodeThreads {
  readonly parentPort: unknown;
  readonly Worker: new (source: string, options: NodeWorkerOptions) => NodeWorker;
}

export interface NodeWorkerOptions {
  readonly eval: true;
  readonly execArgv: readonly string[];
  readonly env: Readonly<Record<string, string>>;
}

export interface NodeWorker {
  postMessage(message: unknown): void;
  on(event: 'message' | 'error' | 'exit', listener: () => void): void;
  ref(): void;
  unref(): void;
  terminate(): unknown;
}

interface Host {
  readonly process?: { getBuiltinModule?(name: string): unknown };
}

/** node:worker_threads where there is such a thing, without an import that browsers would follow. */
export const nodeThreads = (): NodeThreads | undefined =>
  (globalThis as Host).process?.getBuiltinModule?.('node:worker_threads') as NodeThreads | undefined;
