import { nodeThreads } from './nodeThreads.ts';
import type { ThreadMessage } from './ThreadMessage.ts';
import { workerSource } from './workerSource.ts';

/** A thread that was started. */
export interface Thread {
  post(message: ThreadMessage): void;
  /** Whether the process, where it is one, waits for the thread. */
  hold(isHeld: boolean): void;
  /** Ends it, whatever it is at. */
  end(): void;
}

/** What is told of a thread when the event loop of its starter turns. */
export interface ThreadEvents {
  readonly onReady: () => void;
  /** It has ended, or could not begin. */
  readonly onEnd: () => void;
}

/** Starts a thread; undefined where threads are not to be had. */
export function startThread(events: ThreadEvents): Thread | undefined {
  try {
    if (typeof SharedArrayBuffer === 'undefined') return undefined;
    const thread = nodeThreads() === undefined ? inBrowser(events) : inNode(events);
    thread?.post('ready?');
    return thread;
  } catch {
    return undefined; // a policy of the page or of the process forbids it
  }
}

function inNode({ onReady, onEnd }: ThreadEvents): Thread | undefined {
  const threads = nodeThreads();
  if (threads === undefined) return undefined;
  // Options of the process, such as loaders, are not for the thread.
  const worker = new threads.Worker(workerSource, { eval: true, execArgv: [], env: {} });
  worker.on('message', onReady);
  worker.on('error', onEnd);
  worker.on('exit', onEnd);
  worker.unref();
  return {
    post: (message) => worker.postMessage(message),
    hold: (isHeld) => (isHeld ? worker.ref() : worker.unref()),
    end: () => void worker.terminate(),
  };
}

function inBrowser({ onReady, onEnd }: ThreadEvents): Thread | undefined {
  if (typeof Worker === 'undefined') return undefined;
  const address = URL.createObjectURL(new Blob([workerSource], { type: 'text/javascript' }));
  const worker = new Worker(address);
  worker.onmessage = () => {
    URL.revokeObjectURL(address);
    onReady();
  };
  worker.onerror = (event) => {
    event.preventDefault();
    worker.terminate();
    URL.revokeObjectURL(address);
    onEnd();
  };
  return {
    post: (message) => worker.postMessage(message),
    hold: () => {},
    end: () => {
      worker.terminate();
      onEnd();
    },
  };
}
