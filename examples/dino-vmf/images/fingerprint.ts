import { createHash } from 'node:crypto';
import { statSync } from 'node:fs';
import { join } from 'node:path';
import type { Dataset } from './ImageSet.ts';

/**
 * SHA-256 over shapes, pixels and labels, or over names and sizes of files that are read when used: a resumed
 * run refuses to go on with other images.
 */
export function fingerprint(dataset: Dataset): string {
  const hash = createHash('sha256');
  for (const { count, channels, labels, source } of [dataset.train, dataset.test]) {
    hash.update(`${count}x${channels};`).update(bytesOf(labels));
    if (source.kind === 'memory') {
      hash.update(bytesOf(source.widths)).update(bytesOf(source.heights)).update(source.pixels);
    } else {
      for (const file of source.files) {
        hash.update(`${file}:${statSync(join(source.directory, file)).size};`);
      }
    }
  }
  return hash.digest('hex');
}

function bytesOf({ buffer, byteOffset, byteLength }: Int32Array): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
