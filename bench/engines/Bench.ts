import * as tf from '@tensorflow/tfjs-core';
import type { Precision } from './Measured.ts';
import type { FoundPyTorch } from './PyTorch.ts';
import { PyTorch } from './PyTorch.ts';

/** An engine that runs, what is beside it, and how their time is taken. */
export class Bench {
  readonly engine: string;
  readonly device: string;
  readonly threads: number;
  readonly peer: FoundPyTorch | null;

  constructor(engine: string, device: string, threads: number, peer: FoundPyTorch | null) {
    this.engine = engine;
    this.device = device;
    this.threads = threads;
    this.peer = peer;
  }

  get isSoftwareGpu(): boolean {
    return this.engine === 'webgpu' && /swiftshader|llvmpipe|lavapipe|basic render|warp/i.test(this.device);
  }

  get isOnGpu(): boolean {
    return this.engine === 'tensorflow-gpu' || (this.engine === 'webgpu' && !this.isSoftwareGpu);
  }

  /** Processor time is disturbed less by other programs, but means nothing where a device works. */
  get clock(): 'processor' | 'wall' {
    return this.threads === 1 && this.engine !== 'webgpu' && !this.isOnGpu ? 'processor' : 'wall';
  }

  get clockInWords(): string {
    if (this.clock === 'processor') return 'processor time, PyTorch on 1 thread';
    return this.#peerDevice === 'cuda' ? 'the clock' : `the clock, PyTorch on ${this.threads} threads`;
  }

  /** PyTorch's version, and its GPU where it works on one. */
  get peerInWords(): string {
    if (this.peer === null) return 'none';
    return this.#peerDevice === 'cuda' ? `${this.peer.versions} on ${this.peer.gpu}` : this.peer.versions;
  }

  get #peerDevice(): 'cpu' | 'cuda' {
    return this.isOnGpu && this.peer?.gpu ? 'cuda' : 'cpu';
  }

  get precisions(): readonly Precision[] {
    if (this.peer === null) return [];
    return this.#peerDevice === 'cuda' ? ['float32', 'tf32', 'bf16'] : ['float32'];
  }

  /** A process of PyTorch; null where there is none. */
  startPeer(): PyTorch | null {
    if (this.peer === null) return null;
    return new PyTorch(this.peer.command, this.#peerDevice, this.threads, this.clock);
  }

  #now(): number {
    if (this.clock === 'wall') return performance.now();
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  }

  /** Waits for all that was issued. */
  async settle(): Promise<void> {
    await (tf.backend() as { settle?: () => Promise<void> }).settle?.();
  }

  /** Milliseconds until all of it is done. */
  async time(work: () => unknown): Promise<number> {
    const start = this.#now();
    await work();
    await this.settle();
    return this.#now() - start;
  }
}
