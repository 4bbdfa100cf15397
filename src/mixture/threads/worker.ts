/**
 * What a thread runs, in Node and in browsers: for each pass it is told of it takes blocks until the pass is over.
 * Bundled into workerSource.ts; not to be imported.
 */
import { nodeThreads } from './nodeThreads.ts';
import { SlotMemory } from './SlotMemory.ts';
import { serveBlocks } from './serveBlocks.ts';
import type { ThreadMessage } from './ThreadMessage.ts';

interface Port {
  onmessage: ((event: { readonly data: unknown }) => void) | null;
  postMessage(message: unknown): void;
}

const port = (nodeThreads()?.parentPort ?? globalThis) as unknown as Port;

port.onmessage = ({ data }) => {
  const message = data as ThreadMessage;
  if (message === 'ready?') {
    port.postMessage('ready');
    return;
  }
  const { buffer, layout, pass, thread } = message;
  serveBlocks(new SlotMemory(buffer, layout), pass, thread);
};
