import { registerGradients } from 'von-mises-fisher/tfjs';
import { channelStatistics } from '../dino-vmf/images/ImageSet.ts';
import { proceduralImages } from '../dino-vmf/images/proceduralImages.ts';
import { type MultiCropBatch, multiCropBatch, multiCropRecipe } from '../dino-vmf/images/views.ts';
import { countOf } from '../dino-vmf/model/parameters.ts';
import { type Config, DEFAULTS } from '../dino-vmf/settings/config.ts';
import { DataOrder } from '../dino-vmf/training/DataOrder.ts';
import { disposeState, initialState, trainStep } from '../dino-vmf/training/trainStep.ts';
import { type BrowserEngine, startBrowserEngine, tf } from './browserEngine.ts';
import { drawLosses, drawViews } from './drawTraining.ts';
import { tinyRun } from './tinyRun.ts';

const element = (id: string) => document.getElementById(id) as HTMLElement;
const show = (id: string, text: string) => {
  element(id).textContent = text;
};

/** What the page has measured; the test of the page reads it. */
const measured = {
  ...{ losses: [] as number[], kl: [] as number[] },
  ...{ milliseconds: [] as number[], launches: [] as number[] },
};
Object.assign(globalThis, { measured });

const query = new URLSearchParams(location.search);
const stop = { requested: false };

function showEngine({ name, device, remark }: BrowserEngine): void {
  show('engine', name);
  show('device', device);
  show('remark', remark);
}

/** Time to draw, and for the button. */
const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));

async function train(config: Config, engine: BrowserEngine): Promise<void> {
  const dataset = proceduralImages(config.seed, 256, 1, config.imageSize);
  const recipe = multiCropRecipe({
    ...config,
    globalSize: config.imageSize,
    globalScale: [config.globalScaleMin, 1],
    localScale: [config.localScaleMin, config.localScaleMax],
    ...(await channelStatistics(dataset.train)),
  });
  const order = new DataOrder(config.seed, dataset.train.count, config.batchSize);
  const state = initialState(config);
  show('network', `${countOf(state.student).toLocaleString('en')} weights, K = ${config.prototypes}`);
  show('chance', Math.log(config.prototypes).toFixed(3));
  while (state.step < config.steps && !stop.requested) {
    const batch: MultiCropBatch = await multiCropBatch(
      dataset.train,
      order.batch(state.step),
      recipe,
      config.seed,
      state.step,
    );
    if (state.step === 0) drawViews(element('views') as HTMLCanvasElement, batch, config, recipe);
    const launched = engine.webgpu?.launches() ?? 0;
    const started = performance.now();
    const { loss, teacherEntropy, kl } = await trainStep(state, batch, config);
    measured.losses.push(loss);
    measured.kl.push(kl);
    measured.milliseconds.push(performance.now() - started);
    measured.launches.push((engine.webgpu?.launches() ?? 0) - launched);
    show('step', `${state.step} of ${config.steps}`);
    show('loss', loss.toFixed(4));
    show('entropy', `${teacherEntropy.toFixed(4)} and ${kl.toFixed(4)}`);
    showCosts(engine);
    drawLosses(element('losses') as HTMLCanvasElement, measured, config);
    await frame();
  }
  disposeState(state);
}

/** The median of the steps so far, which leaves out the compiling of the first. */
function showCosts({ webgpu }: BrowserEngine): void {
  const sorted = [...measured.milliseconds].sort((a, b) => a - b);
  show('time', `${(sorted[sorted.length >> 1] as number).toFixed(0)} ms`);
  const megabytes = (bytes: number) => `${(bytes / 2 ** 20).toFixed(1)} MiB`;
  show(
    'memory',
    webgpu
      ? `${megabytes(webgpu.memory().peakBytes)} at most, ${measured.launches.at(-1)} launches a step`
      : megabytes(tf.memory().numBytes),
  );
}

async function main(): Promise<void> {
  const choice = query.get('engine') ?? 'auto';
  (element('choice') as HTMLSelectElement).value = choice;
  element('choice').addEventListener('change', () => {
    query.set('engine', (element('choice') as HTMLSelectElement).value);
    location.search = query.toString();
  });
  element('stop').addEventListener('click', () => {
    stop.requested = true;
  });
  try {
    show('state', 'starting');
    const engine = await startBrowserEngine(choice);
    showEngine(engine);
    registerGradients();
    show('state', 'training');
    await train({ ...DEFAULTS, ...tinyRun(Number(query.get('steps') ?? 200)) }, engine);
    show('state', stop.requested ? 'stopped' : 'done');
  } catch (error) {
    show('remark', (error as Error).message);
    show('state', 'failed');
  }
}

void main();
