import { availableParallelism, cpus } from 'node:os';

/** "AMD EPYC 7B13, 2 threads" */
export function processorName(): string {
  const model = cpus()[0]?.model.trim() || process.arch;
  const threads = availableParallelism();
  return `${model}, ${threads} ${threads === 1 ? 'thread' : 'threads'}`;
}
