import type { SlotLayout } from './SlotMemory.ts';

/** What a thread is told of a pass. */
export interface ThreadMessage {
  readonly buffer: SharedArrayBuffer;
  readonly layout: SlotLayout;
  readonly pass: number;
  /** The number of the thread. */
  readonly thread: number;
}
