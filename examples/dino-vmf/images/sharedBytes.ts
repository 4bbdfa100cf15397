/** Zeroed bytes that threads can share without a copy; plain ones where a page may not share memory. */
export function sharedBytes(length: number): Uint8Array {
  const shared = typeof SharedArrayBuffer === 'undefined' ? null : new SharedArrayBuffer(length);
  return shared ? new Uint8Array(shared) : new Uint8Array(length);
}
