import type { ByteSource } from './ByteSource.ts';
import { SpooledFile } from './SpooledFile.ts';

/** What `read` makes of a source for a format that is read from any place; a pipe goes to a temporary file first. */
export async function* fromSeekable<T>(
  source: ByteSource,
  read: (fd: number, size: number) => AsyncGenerator<T>,
): AsyncGenerator<T> {
  if (source.seekable !== undefined && source.size !== undefined) {
    yield* read(source.seekable, source.size);
    return;
  }
  const spooled = await SpooledFile.from(source);
  try {
    yield* read(spooled.fd, spooled.size);
  } finally {
    await spooled.remove();
  }
}
