import { existsSync } from 'node:fs';
import { tf } from '../engine.ts';
import { type Features, knnAccuracy } from '../evaluation/knn.ts';
import { fingerprint } from '../images/fingerprint.ts';
import { loadImages } from '../images/loadImages.ts';
import { prototypes } from '../model/head.ts';
import type { Parameters } from '../model/parameters.ts';
import { methodName } from '../report/methodName.ts';
import { type OpenedRun, openRun } from '../run/openRun.ts';
import { RunFolder } from '../run/runFolder.ts';
import type { Config } from '../settings/config.ts';
import { centreUnit, logitOptions } from '../training/objective.ts';
import { stepSettings } from '../training/schedules.ts';
import { UserError } from '../UserError.ts';
import type { Analysis } from './Analysis.ts';
import { accuracyByPrecision } from './accuracyByPrecision.ts';
import { agreement } from './agreement.ts';
import { type Assignment, assignPrototypes } from './assignPrototypes.ts';
import { centreAsPrior } from './centreAsPrior.ts';
import type { AnalysisRequest } from './commandLine.ts';
import { compareMixtures } from './compareMixtures.ts';
import { componentLogit } from './logitIllustration.ts';
import { networkDirections, type Seen } from './networkDirections.ts';
import { lengthsOf, type Prototypes } from './Prototypes.ts';
import { prototypeSets } from './prototypeSets.ts';
import { quantiles } from './quantiles.ts';
import { startStage } from './startStage.ts';
import { voidPrototypes } from './voidPrototypes.ts';

const THRESHOLDS = [0.9, 0.91, 0.92, 0.93, 0.94, 0.95, 0.96, 0.97, 0.98, 0.99];

/** All analyses of the run that is asked for, with progress on the way. */
export async function analyseRun(request: AnalysisRequest): Promise<Analysis> {
  if (!existsSync(RunFolder.open(request.run).file('config.json'))) {
    throw new UserError(
      `--run ${request.run}: holds no run; npm run train -- --out ${request.run} makes one`,
    );
  }
  const run = await openRun(request.run, request.engine);
  const { config, statistics, step } = run.header;
  const { dataset, areOfTheRun } = await imagesOf(run, request);

  const see = async (name: 'teacher' | 'student', images: 'train' | 'test') => {
    const set = dataset[images];
    const stage = startStage(
      `${name}'s view of ${set.count} ${images === 'train' ? 'training' : 'test'} images`,
    );
    const seen = await networkDirections(run[name], config, set, statistics, stage.update);
    stage.end();
    requireFinite(`${name}'s directions`, seen.directions);
    return seen;
  };
  const train = await see(request.network, 'train');
  const test = await see(request.network, 'test');

  const tau = {
    student: config.studentTemperature,
    teacher: stepSettings(Math.max(0, step - 1), config).teacherTemperature,
  };
  const weights = { student: await weightsOf(run, 'student'), teacher: await weightsOf(run, 'teacher') };
  const p = config.bottleneck;
  const components = (name: 'teacher' | 'student') => asComponents(weights[name], p, tau[name], config);
  const own = components(request.network);
  const assign = async (name: string, seen: Seen, to: Prototypes): Promise<Assignment> => {
    const stage = startStage(`assigning ${name} images to ${config.prototypes} prototypes`);
    const assignment = await assignPrototypes(seen.directions, to, logitOptions(config), stage.update);
    stage.end();
    return assignment;
  };
  const assignment = await assign('training', train, own);
  const tested = await assign('test', test, own);

  const comparing = startStage(`comparing ${config.prototypes} prototypes with each other`);
  const sets = await prototypeSets(own.w, p, THRESHOLDS, comparing.update);
  comparing.end();
  const voids = voidPrototypes(train.directions, own.w, p, assignment.wins, sets.leaders);

  const measuring = startStage('nearest neighbours of the test images');
  const accuracyOf = (features: Features) =>
    knnAccuracy(tf, train.features, features, dataset.train.classNames.length, config.neighbours);
  const norms = lengthsOf(own.w, p);
  const winnerNorms = Float64Array.from(tested.winners, (k) => norms[k] as number);

  const precision =
    config.normalization === 'l2'
      ? null
      : await accuracyByPrecision(winnerNorms, request.bins, (images) =>
          accuracyOf(someOf(test.features, images)),
        );
  const accuracy = await accuracyOf(test.features);
  measuring.end();

  // The centre is the teacher's, whatever network is looked at.
  const teacherAssignment =
    request.network === 'teacher'
      ? assignment
      : await assign('training', await see('teacher', 'train'), components('teacher'));
  const { wins, responsibility } = teacherAssignment;
  const centre = centreAsPrior(
    await run.centre.data(),
    centreUnit(config, tau.teacher),
    responsibility,
    wins,
  );
  const kappasOf = (name: 'teacher' | 'student') => {
    const lengths = lengthsOf(weights[name], p);
    return lengths.map((length) => (config.normalization === 'l2' ? 1 : length) / tau[name]);
  };
  const kappas = { student: kappasOf('student'), teacher: kappasOf('teacher') };
  const { q05, median, q95 } = quantiles(kappas[request.network]);

  const mixture = await compareMixtures(
    { values: train.directions, labels: dataset.train.labels },
    { values: test.directions, labels: dataset.test.labels },
    own,
    assignment.wins,
    assignment.responsibility,
    { ...request, seed: config.seed },
  );
  tf.dispose([run.student, run.teacher, run.centre]);
  return {
    about: {
      run: request.run,
      step,
      steps: config.steps,
      network: request.network,
      engine: tf.getBackend(),
      objective: methodName(config),
      normalization: config.normalization,
      centring: config.centring,
      prototypes: config.prototypes,
      dimension: p,
      tau,
      neighbours: config.neighbours,
      images: {
        name: dataset.name,
        classes: dataset.train.classNames.length,
        train: dataset.train.count,
        test: dataset.test.count,
        areOfTheRun,
      },
    },
    sets,
    assignment,
    voids,
    precision,
    accuracy,
    kappas,
    centre,
    teacherAssignment,
    logits: [componentLogit(p, q05), componentLogit(p, median), componentLogit(p, q95)],
    agreement: agreement(tested.winners, dataset.test.labels),
    mixture,
  };
}

async function imagesOf({ header }: OpenedRun, { run, data }: AnalysisRequest) {
  // No batch is drawn here: a set smaller than the run's batch will do.
  const dataset = await loadImages({ ...header.config, batchSize: 1, ...(data !== null && { data }) });
  const areOfTheRun = fingerprint(dataset) === header.images;
  if (!areOfTheRun && data === null) {
    throw new UserError(
      `--run ${run}: the images of ${dataset.name} are not those it was trained on; pass --data to analyse with others`,
    );
  }
  return { dataset, areOfTheRun };
}

/** The rows of these indices. */
function someOf({ values, dimension, labels }: Features, rows: readonly number[]): Features {
  const chosen = new Float32Array(rows.length * dimension);
  rows.forEach((from, i) => {
    chosen.set(values.subarray(from * dimension, (from + 1) * dimension), i * dimension);
  });
  return { values: chosen, dimension, labels: Int32Array.from(rows, (i) => labels[i] as number) };
}

async function weightsOf(run: OpenedRun, name: 'teacher' | 'student'): Promise<Float32Array> {
  const network: Parameters = run[name];
  const w = tf.tidy(() => prototypes(network));
  const values = (await w.data()) as Float32Array;
  w.dispose();
  requireFinite(`${name}'s prototypes`, values);
  return values;
}

/** Prototypes as the objective sees them: of unit length where it makes them so. */
function asComponents(w: Float32Array, p: number, tau: number, { normalization }: Config): Prototypes {
  if (normalization !== 'l2') return { w, p, tau };
  const lengths = lengthsOf(w, p);
  return { w: w.map((x, at) => x / (lengths[Math.floor(at / p)] as number)), p, tau };
}

function requireFinite(what: string, values: Float32Array): void {
  if (values.every(Number.isFinite)) return;
  throw new UserError(`the ${what} are not finite: the run has diverged, there is nothing to analyse`);
}
