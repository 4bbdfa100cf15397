import { once } from 'node:events';

/** Where text and bytes are written, waiting while the reader is slower. */
export interface Output {
  write(chunk: string | Uint8Array): Promise<void>;
  end(): Promise<void>;
}

const PIECE = 2 ** 16;

/** Standard output, short texts gathered into longer ones. */
export function standardOutput(): Output {
  let gathered = '';
  const send = async (chunk: string | Uint8Array) => {
    if (!process.stdout.write(chunk)) await once(process.stdout, 'drain');
  };
  const flush = async () => {
    const text = gathered;
    gathered = '';
    if (text !== '') await send(text);
  };
  return {
    async write(chunk) {
      if (typeof chunk === 'string') gathered += chunk;
      if (typeof chunk !== 'string' || gathered.length > PIECE) await flush();
      if (typeof chunk !== 'string') await send(chunk);
    },
    end: flush,
  };
}
