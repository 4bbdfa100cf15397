import { crc32 } from 'node:zlib';
import { fromFdPromise } from 'yauzl';

/** The files in an archive that `wanted` names, unpacked, by name; and the names of all. */
export async function zipMembers(
  fd: number,
  wanted: readonly string[],
): Promise<{ readonly names: readonly string[]; readonly members: ReadonlyMap<string, Uint8Array> }> {
  const archive = await fromFdPromise(fd, { autoClose: false, lazyEntries: true });
  const names: string[] = [];
  const members = new Map<string, Uint8Array>();
  for await (const entry of archive.eachEntry()) {
    names.push(entry.fileName);
    if (!wanted.includes(entry.fileName)) continue;
    const parts: Uint8Array[] = [];
    let length = 0;
    for await (const part of await archive.openReadStreamPromise(entry)) {
      parts.push(part as Uint8Array);
      length += (part as Uint8Array).length;
    }
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const part of parts) {
      bytes.set(part, at);
      at += part.length;
    }
    if (crc32(bytes) !== entry.crc32) throw new Error(`${entry.fileName} in it is damaged`);
    members.set(entry.fileName, bytes);
  }
  return { names, members };
}
