import * as tf from '@tensorflow/tfjs-core';
import type { ComputeKernel } from './ComputeKernel.ts';
import { GuardedBackend } from './GuardedBackend.ts';

/** What of the backend's own recording is joined in, so that kernels run in the order of the calls. */
type Recording = {
  commandEncoder: GPUCommandEncoder;
  computePassEncoder: GPUComputePassEncoder | null;
  commandQueueOwnedIds: WeakSet<object>;
  uniformPendingDisposal: GPUBuffer[];
  dispatchCountInPass: number;
  activeTimers: { name: string; query: Promise<number> }[] | null | undefined;
  querySet: GPUQuerySet | null;
  supportTimestampQuery: boolean;
};

const pipelines = /* @__PURE__ */ new WeakMap<GPUDevice, Map<ComputeKernel, GPUComputePipeline>>();

/** Most workgroups along an axis that every device allows. */
const LONGEST_AXIS = 65535;

/** So many workgroups as a grid; kernels count them as group.y * groups.x + group.x and look whether there is work. */
export function gridOf(workgroups: number): [number, number, number] {
  const columns = Math.min(workgroups, LONGEST_AXIS);
  return [columns, Math.ceil(workgroups / columns), 1];
}

/** The current backend, which `startWebGPU` has made. */
export function currentBackend(): GuardedBackend {
  const backend = tf.backend();
  if (!(backend instanceof GuardedBackend)) {
    throw new Error(`webgpu: the current backend is ${tf.getBackend()}; call startWebGPU first`);
  }
  return backend;
}

/** Runs a kernel that writes into tensors of its caller's own, which must share their memory with no others. */
export function launchInto(
  kernel: ComputeKernel,
  outputs: readonly tf.Tensor[],
  inputs: readonly tf.Tensor[],
  scalars: Readonly<Record<string, number>>,
  workgroups: readonly [number, number, number],
): void {
  const backend = currentBackend();
  backend.check();
  if (workgroups.every((count) => count > 0)) {
    record(backend, kernel, [...outputs, ...inputs], scalars, workgroups);
  }
}

/** A float32 tensor for `launchInto`, of whatever lies in the memory it gets. */
export const unwrittenTensor = (shape: number[]): tf.Tensor =>
  tf.engine().makeTensorFromTensorInfo(currentBackend().makeTensorInfo(shape, 'float32'));

/** Runs a kernel; returns its outputs, new float32 tensors of these shapes. Outputs of no element cost nothing. */
export function launchKernel(
  kernel: ComputeKernel,
  inputs: readonly tf.Tensor[],
  outputShapes: readonly number[][],
  scalars: Readonly<Record<string, number>>,
  workgroups: readonly [number, number, number],
): tf.Tensor[] {
  const backend = currentBackend();
  backend.check();
  const outputs = outputShapes.map((shape) => backend.makeTensorInfo(shape, 'float32'));
  if (workgroups.every((count) => count > 0)) {
    record(backend, kernel, [...outputs, ...inputs], scalars, workgroups);
  } else {
    for (const { dataId, shape } of outputs) {
      backend.tensorMap.get(dataId).values = new Float32Array(tf.util.sizeFromShape(shape));
    }
  }
  return outputs.map((info) => tf.engine().makeTensorFromTensorInfo(info));
}

function record(
  backend: GuardedBackend,
  kernel: ComputeKernel,
  tensors: readonly tf.TensorInfo[],
  scalars: Readonly<Record<string, number>>,
  [x, y, z]: readonly [number, number, number],
): void {
  const recording = backend as unknown as Recording;
  const pipeline = pipelineOf(backend.device, kernel);
  const buffers = tensors.map(({ dataId }) => {
    backend.uploadToGPU(dataId);
    recording.commandQueueOwnedIds.add(dataId);
    return backend.tensorMap.get(dataId).resource as GPUBuffer;
  });
  const uniforms = scalarBuffer(backend, kernel, scalars);
  recording.uniformPendingDisposal.push(uniforms);
  const bindGroup = backend.device.createBindGroup({
    layout: pipeline.getBindGroupLayout(0),
    entries: [...buffers, uniforms].map((buffer, binding) => ({ binding, resource: { buffer } })),
  });
  backend.launches += 1;
  backend.ensureCommandEncoderReady();
  const isTimed = recording.activeTimers != null;
  if (isTimed) backend.endComputePassEncoder();
  recording.computePassEncoder ??= recording.commandEncoder.beginComputePass(
    isTimed ? timestamps(backend) : {},
  );
  const pass = recording.computePassEncoder;
  pass.setPipeline(pipeline);
  pass.setBindGroup(0, bindGroup);
  pass.dispatchWorkgroups(x, y, z);
  recording.dispatchCountInPass += 1;
  if (isTimed) {
    backend.endComputePassEncoder();
    recording.activeTimers?.push({ name: kernel.name, query: backend.getQueryTime() });
  } else if (recording.dispatchCountInPass >= tf.env().getNumber('WEBGPU_DEFERRED_SUBMIT_BATCH_SIZE')) {
    backend.endComputePassEncoder();
    backend.submitQueue();
  }
}

function pipelineOf(device: GPUDevice, kernel: ComputeKernel): GPUComputePipeline {
  const ofDevice = pipelines.get(device) ?? new Map<ComputeKernel, GPUComputePipeline>();
  pipelines.set(device, ofDevice);
  const found =
    ofDevice.get(kernel) ??
    device.createComputePipeline({
      label: kernel.name,
      layout: 'auto',
      compute: { module: device.createShaderModule({ label: kernel.name, code: kernel.source }) },
    });
  ofDevice.set(kernel, found);
  return found;
}

/** A uniform buffer from the backend's pool, which takes it back once the launch is submitted. */
function scalarBuffer(
  backend: GuardedBackend,
  kernel: ComputeKernel,
  scalars: Readonly<Record<string, number>>,
): GPUBuffer {
  const kinds = Object.entries(kernel.scalars);
  const data = new DataView(new ArrayBuffer(Math.ceil(kinds.length / 4) * 16));
  kinds.forEach(([name, kind], i) => {
    const value = scalars[name] as number;
    if (kind === 'f32') data.setFloat32(4 * i, value, true);
    else data.setUint32(4 * i, value, true);
  });
  const usage = GPUBufferUsage.COPY_DST | GPUBufferUsage.UNIFORM;
  const buffer = backend.bufferManager.acquireBuffer(data.byteLength, usage);
  backend.queue.writeBuffer(buffer, 0, data.buffer);
  return buffer;
}

/** For `tf.time` and `tf.profile`: each kernel in a pass of its own, as the backend does it. */
function timestamps(backend: GuardedBackend): GPUComputePassDescriptor {
  const recording = backend as unknown as Recording;
  if (!recording.supportTimestampQuery) return {};
  recording.querySet ??= backend.device.createQuerySet({ type: 'timestamp', count: 2 });
  return {
    timestampWrites: {
      querySet: recording.querySet,
      beginningOfPassWriteIndex: 0,
      endOfPassWriteIndex: 1,
    },
  };
}
