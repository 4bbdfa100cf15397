import { SingleBar } from 'cli-progress';

/** How a work is shown; `{name}` in the texts stands for a figure, `{value}` and `{total}` for how far it is. */
export interface DisplayOptions {
  /** On a terminal, `{bar}` in it. */
  readonly bar: string;
  /** Elsewhere: a line every `secondsBetweenLines`, 5 when not given. */
  readonly line: string;
  readonly secondsBetweenLines?: number;
  readonly total: number;
  /** What is done already. */
  readonly from?: number;
  /** Takes the bar away at the end. */
  readonly isPassing?: boolean;
}

export type DisplayFigures = Readonly<Record<string, string>>;

/** How far a long work is: a bar on a terminal, else a line now and then. */
export interface Display {
  /** `figures` are asked for when they are shown; `isDue` shows a line at once. */
  update(value: number, figures?: () => DisplayFigures, isDue?: boolean): void;
  setTotal(total: number): void;
  /** A line of its own, above the bar. */
  say(line: string): void;
  stop(): void;
}

const SECONDS_BETWEEN_LINES = 5;

export function startDisplay(options: DisplayOptions): Display {
  return process.stdout.isTTY ? bar(options) : lines(options);
}

function bar({ bar: format, total, from = 0, isPassing = false }: DisplayOptions): Display {
  const shown = new SingleBar({
    format,
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 24,
    stream: process.stdout,
    clearOnComplete: isPassing,
  });
  shown.start(
    total,
    from,
    Object.fromEntries([...format.matchAll(/\{(\w+)\}/g)].map(([, name]) => [name, ''])),
  );
  return {
    update: (value, figures) => shown.update(value, { ...figures?.() }),
    setTotal: (now) => shown.setTotal(now),
    say: (line) => {
      process.stdout.write(`\r\x1b[K${line}\n`);
      shown.render();
    },
    stop: () => shown.stop(),
  };
}

function lines({ line, secondsBetweenLines = SECONDS_BETWEEN_LINES, ...given }: DisplayOptions): Display {
  let { total } = given;
  let last = performance.now();
  return {
    update: (value, figures, isDue = false) => {
      const now = performance.now();
      if (!isDue && now - last < 1000 * secondsBetweenLines) return;
      last = now;
      const all: DisplayFigures = { ...figures?.(), value: String(value), total: String(total) };
      console.log(line.replace(/\{(\w+)\}/g, (_, name: string) => all[name] ?? ''));
    },
    setTotal: (now) => {
      total = now;
    },
    say: (text) => console.log(text),
    stop: () => {},
  };
}
