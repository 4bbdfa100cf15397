import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A folder with the outside of tfjs-node, and sources that no compiler takes. */
export function packageFolder(
  folder: string,
  { name = '@tensorflow/tfjs-node', version = '4.22.0' } = {},
): string {
  mkdirSync(join(folder, 'binding'), { recursive: true });
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name, version }));
  for (const source of ['tfjs_backend.cc', 'tfjs_binding.cc']) {
    writeFileSync(join(folder, 'binding', source), '#error "this is not the binding"\n');
  }
  return folder;
}

/** The head of a shared library for a processor: 62 x64, 183 arm64. */
export function elfHead(machine: number): Buffer {
  const head = Buffer.alloc(64);
  head.write('\x7fELF', 'latin1');
  head.writeUInt16LE(3, 16);
  head.writeUInt16LE(machine, 18);
  return head;
}

/** A folder with the outside of a TensorFlow, whose libraries hold `library`. */
export function tensorflowFolder(folder: string, library: Uint8Array): string {
  const eager = join(folder, 'include', 'tensorflow', 'c', 'eager');
  mkdirSync(eager, { recursive: true });
  writeFileSync(join(eager, 'c_api.h'), '');
  for (const name of ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2']) {
    writeFileSync(join(folder, name), library);
  }
  return folder;
}
