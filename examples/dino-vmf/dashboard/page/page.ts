import { parse, View } from 'vega';
import { compile, type TopLevelSpec } from 'vega-lite';
import type { Evaluations } from '../../evaluation/evaluation.ts';
import type { Inspection } from '../../inspection/inspect.ts';
import { duration } from '../../progress/duration.ts';
import type { Figure, RunRecord } from '../../report/figures/Figure.ts';
import { FIGURES } from '../../report/figures/figures.ts';
import { methodName } from '../../report/methodName.ts';
import type { Metrics } from '../../run/runFolder.ts';
import type { CollapseWarning } from '../../training/CollapseMonitor.ts';
import type { RunFacts, Update } from '../RunFollower.ts';
import { ThinnedRows } from '../ThinnedRows.ts';
import { pace, tiles } from './tiles.ts';

/** The page in the browser: takes updates from the server and draws them, once a second at most. */

const MOST_ROWS = 1500;
const MILLISECONDS_BETWEEN_DRAWINGS = 1000;
const PICTURES = [
  [
    'crops.png',
    'Views',
    'Training images (left) and views as the networks see them: two global ones, then local ones.',
  ],
  [
    'attention.png',
    'Attention',
    'Test images (left), where [CLS] of the teacher looks in its last block, averaged over the heads, and head by head. Bright is much; each map has its own scale.',
  ],
] as const;

const metrics = new ThinnedRows<Metrics>(MOST_ROWS);
const inspections = new ThinnedRows<Inspection>(MOST_ROWS);
let facts: RunFacts | null = null;
let evaluations: Evaluations | null = null;
let warnings: readonly CollapseWarning[] = [];
let pictures: Readonly<Record<string, number>> = {};
let isConnected = false;
let isStale = true;

const element = <T extends HTMLElement>(id: string) => document.getElementById(id) as T;

function take(update: Update): void {
  if (update.reset) {
    metrics.clear();
    inspections.clear();
  }
  metrics.add(update.metrics ?? []);
  inspections.add(update.inspections ?? []);
  facts = update.facts ?? facts;
  evaluations = update.evaluations ?? evaluations;
  warnings = update.warnings ?? (update.reset ? [] : warnings);
  pictures = update.pictures ?? pictures;
  isStale = true;
}

function framed(id: string, title: string, content: HTMLElement): HTMLElement {
  const figure = document.createElement('figure');
  figure.id = id;
  const heading = document.createElement('h3');
  heading.textContent = title;
  figure.append(heading, content, document.createElement('figcaption'));
  element('figures').append(figure);
  return figure;
}

/** Makes the place of a figure; what it returns brings the figure up to date. */
function place(figure: Figure): (run: RunRecord) => Promise<void> {
  const content = document.createElement('div');
  const frame = framed(figure.id, figure.title, content);
  const caption = frame.querySelector('figcaption') as HTMLElement;
  const view = new View(parse(compile(figure.spec as TopLevelSpec).spec), {
    renderer: 'svg',
    container: content,
    hover: false,
  });
  return async (run) => {
    const rows = figure.rows(run);
    frame.hidden = figure.isOptional === true && rows.length === 0;
    caption.innerHTML = figure.caption(run);
    // New axis labels can need more room than the old ones had.
    await view.data('rows', rows).resize().runAsync();
  };
}

function placePicture([name, title, about]: (typeof PICTURES)[number]): () => void {
  const image = document.createElement('img');
  image.alt = title;
  const frame = framed(name, title, image);
  (frame.querySelector('figcaption') as HTMLElement).textContent = about;
  return () => {
    const time = pictures[name];
    frame.hidden = time === undefined;
    const source = `/${name}?${time}`;
    if (time !== undefined && image.getAttribute('src') !== source) image.src = source;
  };
}

/** Whether the run goes on, by its last step and the clock. */
function sayState(run: RunRecord): void {
  const state = element('state');
  const last = run.metrics.at(-1);
  const since = last ? (Date.now() - last.time) / 1000 : 0;
  const patience = 30 + 20 * (pace(run) ?? 0);
  const isFinished = last !== undefined && last.step >= run.steps;
  const isLive = isConnected && last !== undefined && !isFinished && since < patience;
  state.className = isLive ? 'live' : isConnected || isFinished ? '' : 'lost';
  state.textContent = isFinished
    ? 'finished'
    : !isConnected
      ? 'no connection to the dashboard: the training has ended or was stopped'
      : last === undefined
        ? 'before the first step'
        : isLive
          ? 'training'
          : `no step for ${duration(since)}: stopped, or at something long`;
}

function drawText(run: RunRecord): void {
  const method = facts ? methodName(facts.config) : 'DINO';
  if (facts) element('title').textContent = `${method} on ${facts.images.name}`;
  const alarm = element('alarm');
  alarm.hidden = warnings.length === 0;
  alarm.textContent = warnings
    .map(({ step, cause, seen, advice }) => `Step ${step}: collapse (${cause}): ${seen}. ${advice}`)
    .join('\n');
  const last = run.metrics.at(-1);
  element<HTMLProgressElement>('progress').value = last ? last.step / run.steps : 0;
  document.title = last ? `${last.step}/${run.steps} ${method}` : method;
  const list = element('tiles');
  list.replaceChildren(
    ...tiles(run).map(([name, value]) => {
      const tile = document.createElement('div');
      const [term, description] = [document.createElement('dt'), document.createElement('dd')];
      term.textContent = name;
      description.textContent = value;
      tile.append(term, description);
      return tile;
    }),
  );
  sayState(run);
}

const figures = FIGURES.map(place);
const shown = PICTURES.map(placePicture);

async function draw(): Promise<void> {
  const run: RunRecord = {
    steps: facts?.config.steps ?? 0,
    metrics: metrics.rows,
    inspections: inspections.rows,
    evaluations,
  };
  sayState(run);
  if (!isStale || document.hidden) return;
  isStale = false;
  drawText(run);
  for (const show of shown) show();
  for (const figure of figures) await figure(run);
}

/** Draws again and again; a slow drawing puts the next one off. */
async function keepDrawing(): Promise<void> {
  await draw();
  setTimeout(keepDrawing, MILLISECONDS_BETWEEN_DRAWINGS);
}

const events = new EventSource('/events');
events.onopen = () => {
  isConnected = true;
};
// The browser tries again by itself: a run that is resumed at the same port goes on showing.
events.onerror = () => {
  isConnected = false;
};
events.onmessage = ({ data }: MessageEvent<string>) => take(JSON.parse(data) as Update);
document.addEventListener('visibilitychange', () => void draw());
void keepDrawing();
