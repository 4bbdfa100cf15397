import { nodeThreads } from './nodeThreads.ts';
import { bytesOf, type SlotLayout } from './SlotLayout.ts';
import { LAST_PASS, SlotMemory } from './SlotMemory.ts';
import { startThread, type Thread } from './startThread.ts';

interface Member {
  /** From 1 on; 0 is the main thread. */
  readonly number: number;
  readonly thread: Thread;
  /** Resolves once it is ready or has ended. */
  readonly begun: Promise<void>;
  isReady: boolean;
  isEnded: boolean;
}

/** The threads of this process or page, and the memory they share: kept from one call to the next. */
class ThreadPool {
  private members: Member[] = [];
  private started = 0;
  /** Whether a thread ended before it was ready: there is no point in starting others. */
  private isRefused = false;
  private memory: SlotMemory | undefined;
  private passes = 0;

  /** Threads that were started and have not ended, as far as is known. */
  get all(): readonly Member[] {
    return this.members;
  }

  /** Threads that can take part in a pass that begins now, `count` at most; starts those that are missing. */
  joining(count: number): readonly Member[] {
    this.start(count);
    // A thread of Node comes up by itself. In a browser it needs the event loop of the page.
    const isAlone = nodeThreads() !== undefined;
    return this.members.filter(({ isReady }) => isReady || isAlone).slice(0, count);
  }

  /** Starts threads until there are `count`, as far as that is possible. */
  start(count: number): readonly Member[] {
    while (this.members.length < count && !this.isRefused) {
      const member = this.#begin();
      if (member === undefined) this.isRefused = true;
      else this.members.push(member);
    }
    return this.members.slice(0, count);
  }

  /** A free memory of this layout, for a pass of the number that is returned. */
  open(layout: SlotLayout, threads: number): { readonly memory: SlotMemory; readonly pass: number } {
    this.passes = this.passes === LAST_PASS ? 1 : this.passes + 1;
    return { memory: this.#memoryFor(layout, threads), pass: this.passes };
  }

  #memoryFor(layout: SlotLayout, threads: number): SlotMemory {
    const { memory } = this;
    const { once, slot } = bytesOf(layout);
    const bytes = once + layout.slots * slot;
    if (memory !== undefined && isSame(memory.layout, layout)) {
      const free = memory.slots.filter((_, at) => memory.isFree(at)).length;
      if (free >= threads) return memory;
    }
    const fits = memory?.isIdle && memory.buffer.byteLength >= bytes;
    this.memory = new SlotMemory(fits ? memory.buffer : new SharedArrayBuffer(bytes), layout);
    return this.memory;
  }

  #begin(): Member | undefined {
    let resolve = (): void => {};
    const begun = new Promise<void>((done) => {
      resolve = done;
    });
    const onReady = (): void => {
      if (member !== undefined) member.isReady = true;
      resolve();
    };
    const onEnd = (): void => {
      if (member?.isEnded === false) {
        member.isEnded = true;
        if (!member.isReady) this.isRefused = true;
        this.members = this.members.filter((other) => other !== member);
      }
      resolve();
    };
    const thread = startThread({ onReady, onEnd });
    const member: Member | undefined = thread && {
      number: ++this.started,
      ...{ thread, begun, isReady: false, isEnded: false },
    };
    return member;
  }
}

const isSame = (a: SlotLayout, b: SlotLayout): boolean =>
  (Object.keys(a) as (keyof SlotLayout)[]).every((key) => a[key] === b[key]);

export const threadPool: ThreadPool = /* @__PURE__ */ new ThreadPool();
