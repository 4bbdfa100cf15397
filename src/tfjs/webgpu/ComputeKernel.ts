export type ScalarKind = 'u32' | 'i32' | 'f32';

export type KernelDescription = {
  readonly name: string;
  /** float32 buffers that are written, then those that are read: names in the source, in binding order. */
  readonly writes: readonly string[];
  readonly reads: readonly string[];
  /** Numbers that change from launch to launch, as `scalars.name` in the source. */
  readonly scalars: Readonly<Record<string, ScalarKind>>;
  /** Threads of a workgroup; `thread` in the source counts them. @default 256 */
  readonly threads?: number;
  /** Functions and workgroup memory. */
  readonly declarations?: string;
  /** What one thread does. Knows `group`, `groups` (vec3u: this workgroup and how many) and `thread` (u32). */
  readonly body: string;
};

/** A compute shader over float32 buffers, with its source in WGSL. */
export type ComputeKernel = {
  readonly name: string;
  readonly scalars: Readonly<Record<string, ScalarKind>>;
  readonly source: string;
};

/** Puts bindings and entry point around the body of a kernel. Each scalar is a field of its own: arrays align to 16 bytes. */
export function computeKernel(description: KernelDescription): ComputeKernel {
  const { name, writes, reads, scalars, threads = 256, declarations = '', body } = description;
  const binding = (index: number, access: string, buffer: string): string =>
    `@group(0) @binding(${index}) var<storage, ${access}> ${buffer}: array<f32>;`;
  const fields = Object.entries(scalars).map(([field, kind]) => `${field}: ${kind}`);
  const source = [
    ...writes.map((buffer, i) => binding(i, 'read_write', buffer)),
    ...reads.map((buffer, i) => binding(writes.length + i, 'read', buffer)),
    `struct Scalars { ${fields.join(', ')} }`,
    `@group(0) @binding(${writes.length + reads.length}) var<uniform> scalars: Scalars;`,
    declarations,
    `@compute @workgroup_size(${threads})
fn main(@builtin(workgroup_id) group: vec3u, @builtin(num_workgroups) groups: vec3u,
        @builtin(local_invocation_index) thread: u32) {
${body}
}`,
  ].join('\n');
  return { name, scalars, source };
}
