import type { SlotLayout } from './SlotLayout.ts';

/** What a thread is told of a pass. */
export interface PassMessage {
  readonly buffer: SharedArrayBuffer;
  readonly layout: SlotLayout;
  readonly pass: number;
  /** The number of the thread. */
  readonly thread: number;
}

/**
 * 'ready?' is answered by 'ready'. The thread is asked rather than left to say so by itself: Chromium holds messages
 * back until the event loop of the page has heard that the script of the thread was run, which may be after what the
 * script sends.
 */
export type ThreadMessage = PassMessage | 'ready?';
