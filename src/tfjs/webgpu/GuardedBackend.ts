import { WebGPUBackend, type WebGPUProgram } from '@tensorflow/tfjs-backend-webgpu';
import type { BackendValues, DataType, TensorInfo } from '@tensorflow/tfjs-core';

/** A tensor's buffer and what the backend knows of it. */
type Launch = Parameters<WebGPUBackend['runWebGPUProgram']>;

/**
 * TensorFlow.js' WebGPU backend that does not go on after an error.
 *
 * WebGPU reports a shader that does not compile, a buffer that cannot be had and a lost device beside the
 * calls, and the stock backend then reads whatever lies in a recycled buffer. Here the first such report is
 * kept: every later launch throws it, and so does a read that was already waiting.
 */
export class GuardedBackend extends WebGPUBackend {
  /** What went wrong first, null as long as nothing has. */
  failure: Error | null = null;
  /** The most bytes that were in use at once. */
  peakBytes = 0;
  /** Kernels issued since the start. */
  launches = 0;
  private isStopped = false;

  constructor(device: GPUDevice, adapterInfo: GPUAdapterInfo) {
    super(device, adapterInfo);
    device.addEventListener('uncapturederror', (event) => {
      event.preventDefault();
      const { error } = event as GPUUncapturedErrorEvent;
      this.fail(`webgpu: the device reports an error: ${error.message.trim()}`);
    });
    void device.lost.then(({ reason, message }) => {
      if (!this.isStopped) {
        this.fail(
          `webgpu: the device was lost (${reason || 'unknown'}: ${message.trim()}); its tensors are gone, start again from what was saved`,
        );
      }
    });
    this.measurePeak();
  }

  private fail(message: string): void {
    this.failure ??= new Error(message);
  }

  /** Throws what went wrong, if anything has. */
  check(): void {
    if (this.failure !== null) throw this.failure;
    if (this.isStopped) throw new Error('webgpu: the engine was stopped');
  }

  /** Waits until all that was issued has run, and for the reports about it. */
  async settle(): Promise<void> {
    this.check();
    const { commandEncoder } = this as unknown as { commandEncoder: GPUCommandEncoder | null };
    if (commandEncoder !== null) {
      this.endComputePassEncoder();
      this.submitQueue();
    }
    // A scope around nothing: its answer comes after the reports on everything before it.
    this.device.pushErrorScope('validation');
    await Promise.all([this.device.popErrorScope(), this.device.queue.onSubmittedWorkDone()]).catch(
      () => null,
    );
    // The report of a loss comes as a task of its own.
    await new Promise((resolve) => setTimeout(resolve, 0));
    this.check();
  }

  override async read(dataId: object): Promise<BackendValues> {
    this.check();
    try {
      const isOnDevice = this.tensorMap.get(dataId)?.values == null;
      const values = await super.read(dataId);
      if (isOnDevice) await this.settle();
      return values;
    } catch (error) {
      // A map that was cut off is the consequence; the report says why, and may come a task later.
      await new Promise((resolve) => setTimeout(resolve, 0));
      throw this.failure ?? error;
    }
  }

  override readSync(dataId: object): BackendValues {
    this.check();
    const { values } = this.tensorMap.get(dataId);
    if (values == null && typeof OffscreenCanvas === 'undefined') {
      throw new Error(
        'webgpu: dataSync() cannot fetch what lies on the device outside a browser; use `await tensor.data()`',
      );
    }
    return super.readSync(dataId);
  }

  override runWebGPUProgram(
    program: WebGPUProgram,
    inputs: TensorInfo[],
    dtype: DataType,
    uniforms?: Launch[3],
    output?: TensorInfo,
  ): TensorInfo {
    this.check();
    this.launches += 1;
    return super.runWebGPUProgram(program, inputs, dtype, uniforms, output);
  }

  private measurePeak(): void {
    const manager = this.bufferManager;
    const acquire = manager.acquireBuffer.bind(manager);
    manager.acquireBuffer = (...request: Parameters<typeof acquire>) => {
      const buffer = acquire(...request);
      this.peakBytes = Math.max(this.peakBytes, manager.numBytesUsed);
      return buffer;
    };
  }

  override dispose(): void {
    this.isStopped = true;
    super.dispose();
    this.device.destroy();
  }
}
