import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { registerGradients } from 'von-mises-fisher/tfjs';
import { tf } from '../../../../examples/dino-vmf/engine.ts';
import type { Parameters } from '../../../../examples/dino-vmf/model/parameters.ts';
import { type Config, DEFAULTS } from '../../../../examples/dino-vmf/settings/config.ts';
import { hiddenPatches } from '../../../../examples/dino-vmf/training/hiddenPatches.ts';
import { lossAndGradients } from '../../../../examples/dino-vmf/training/lossAndGradients.ts';
import type { StepSettings } from '../../../../examples/dino-vmf/training/schedules.ts';
import { teacherTargets } from '../../../../examples/dino-vmf/training/teacherTargets.ts';
import {
  disposeState,
  type TrainState,
  trainStep,
  vitShape,
} from '../../../../examples/dino-vmf/training/trainStep.ts';
import { engines, type Started } from '../../../tfjs/conformance/engines.ts';

/** A case of validation/tables/trainingStep.json: settings, and what PyTorch made of the step in float64. */
interface Case extends Pick<Config, 'method' | 'normalization' | 'centring' | 'terms' | 'sharedHead'> {
  readonly name: string;
  readonly decayNorms: boolean;
  /** The prototypes were frozen until now: no moments, no steps. */
  readonly released: boolean;
  readonly tensors: readonly (readonly [string, number[]])[];
  readonly counts: Readonly<Record<string, number>>;
  readonly loss: number;
  readonly clsLoss: number;
  readonly patchLoss?: number;
  readonly teacherEntropy: number;
  readonly centre: readonly number[];
  readonly patchCentre?: readonly number[];
  /** Base64 of float64, tensor after tensor. */
  readonly gradients: string;
  readonly student: string;
  readonly teacher: string;
  readonly first: string;
  readonly second: string;
}

const table = JSON.parse(
  readFileSync(new URL('../../../../validation/tables/trainingStep.json', import.meta.url), 'utf8'),
) as { settings: Partial<Config>; now: StepSettings; masks: string; cases: Case[] };

/** The inputs' formula, as the generator states it: offset + scale u, u from a hash of (stream, index). */
function hashed(stream: number, shape: number[], scale = 1, offset = 0): Float32Array {
  return Float32Array.from({ length: tf.util.sizeFromShape(shape) }, (_, i) => {
    let x = Math.imul(stream * 65536 + i, 2654435761) >>> 0;
    x = Math.imul(x ^ (x >>> 16), 2246822507) >>> 0;
    x = (x ^ (x >>> 13)) >>> 0;
    return offset + scale * ((x >>> 8) / 2 ** 24 - 0.5);
  });
}

const isNorms = (name: string) => name.endsWith('rototypes.g');

function network({ tensors, normalization }: Case, role: 0 | 1): Record<string, tf.Tensor> {
  const draw = (name: string, shape: number[], stream: number) => {
    if (isNorms(name)) {
      return normalization === 'l2' ? tf.ones(shape) : tf.tensor(hashed(stream, shape, 0.75, 1.25), shape);
    }
    if (name.endsWith('.gain')) return tf.tensor(hashed(stream, shape, 0.5, 1), shape);
    if (name.endsWith('.bias')) return tf.tensor(hashed(stream, shape, 0.25), shape);
    return tf.tensor(hashed(stream, shape, name.endsWith('.weight') ? 2 : 1), shape);
  };
  return Object.fromEntries(
    tensors
      .map(([name, shape], n): [string, tf.Tensor] => [name, draw(name, shape, 16 + 4 * n + role)])
      .filter(([name]) => role === 0 || name !== 'maskToken'),
  );
}

function stateOf(step: Case, config: Config): TrainState {
  const moment = (role: 2 | 3, scale: number, offset: number) =>
    Object.fromEntries(
      step.tensors.map(([name, shape], n) => [
        name,
        step.counts[name] === 0
          ? tf.zeros(shape)
          : tf.tensor(hashed(16 + 4 * n + role, shape, scale, offset), shape),
      ]),
    );
  const { prototypes, patchPrototypes, method, sharedHead } = config;
  const patches = sharedHead ? prototypes : patchPrototypes;
  return {
    step: 0,
    student: network(step, 0),
    teacher: network(step, 1),
    moments: {
      first: moment(2, 0.125, 0),
      second: moment(3, 1 / 256, 1 / 256),
      counts: { ...step.counts },
    },
    centre: tf.tensor1d(hashed(2, [prototypes])),
    patchCentre: method === 'ibot' ? tf.tensor1d(hashed(3, [patches])) : null,
  };
}

function unpacked({ tensors }: Case, text: string, without = ''): Map<string, Float64Array> {
  const bytes = Buffer.from(text, 'base64');
  const values = new Float64Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
  const out = new Map<string, Float64Array>();
  let from = 0;
  for (const [name, shape] of tensors) {
    if (name === without) continue;
    const size = tf.util.sizeFromShape(shape);
    out.set(name, values.subarray(from, from + size));
    from += size;
  }
  expect(from, 'the table holds the tensors and no more').toBe(values.length);
  return out;
}

const EPSILON = 2 ** -24;
/** Of float32 in what comes of logits as large as kappa, up to 32; 167 are the most that were seen. */
const ROUNDINGS = 384;
const SOFTWARE = /swiftshader|llvmpipe/i;
const { settings, now } = table;
const masks = Uint8Array.from(table.masks, Number);

const configOf = ({ method, normalization, centring, terms, sharedHead, decayNorms }: Case): Config => ({
  ...DEFAULTS,
  ...settings,
  ...{ method, normalization, centring, terms, sharedHead, decayNorms },
});

async function expectWithin(
  got: Parameters,
  want: Map<string, Float64Array>,
  bound: (name: string, want: Float64Array) => (i: number) => number,
  what: string,
): Promise<void> {
  expect(Object.keys(got).sort()).toEqual([...want.keys()].sort());
  for (const [name, values] of want) {
    const limit = bound(name, values);
    const measured = await (got[name] as tf.Tensor).data();
    values.forEach((value, i) => {
      const error = Math.abs((measured[i] as number) - value);
      expect(error, `${what} of ${name}[${i}], ${value}`).toBeLessThanOrEqual(limit(i));
    });
  }
}

describe.each(Object.entries(engines))('one step against PyTorch in float64, %s', (_, start) => {
  let engine: Started;
  beforeAll(async () => {
    engine = await start();
    if (typeof engine !== 'string' && SOFTWARE.test(engine.device) && !process.env.VMF_SOFTWARE_GPU) {
      engine.stop();
      engine = 'webgpu: the steps take minutes on a GPU in software; VMF_SOFTWARE_GPU=1 runs them';
    }
    if (typeof engine === 'string') console.log(engine);
    else registerGradients();
    return () => (typeof engine === 'string' ? undefined : engine.stop());
  });

  it.for(table.cases)('$name', async (step, { skip }) => {
    if (typeof engine === 'string') skip(engine);
    const config = configOf(step);
    const state = stateOf(step, config);
    const size = config.batchSize;
    const shapes = {
      globals: [2 * size, 6, 6, 3] as [number, number, number, number],
      locals: [config.localCrops * size, 4, 4, 3] as [number, number, number, number],
    };
    const batch = { globals: hashed(0, shapes.globals, 2), locals: hashed(1, shapes.locals, 2) };
    const hidden = step.method === 'ibot' ? masks : null;

    // Gradients: relative to the norm of their tensor, and to the head's where sums cancel.
    const want = unpacked(step, step.gradients);
    const norms = new Map([...want].map(([name, g]) => [name, Math.hypot(...g)]));
    const slack = (name: string) => ROUNDINGS * EPSILON * Math.max(norms.get(name) as number, 0.1);
    const vit = vitShape(config);
    const globals = tf.tensor4d(batch.globals, shapes.globals);
    const shown = { globals, locals: tf.tensor4d(batch.locals, shapes.locals), hidden };
    const question = hidden && {
      centre: state.patchCentre as tf.Tensor1D,
      tau: now.patchTemperature,
      hidden: hiddenPatches(hidden, 9),
    };
    const tau = now.teacherTemperature;
    const targets = teacherTargets(state.teacher, vit, globals, state.centre, tau, config, question);
    const { gradients } = lossAndGradients(state.student, vit, shown, targets, config, 0);
    const trained = Object.fromEntries(
      Object.entries(gradients).filter(([name]) => step.normalization !== 'l2' || !isNorms(name)),
    );
    const wanted = new Map([...want].filter(([name]) => name in trained));
    await expectWithin(trained, wanted, (name) => () => slack(name), 'gradient');

    const report = await trainStep(state, batch, config, { now, masks });
    const near = (got: number, expected: number, what: string) =>
      expect(Math.abs(got - expected), what).toBeLessThan(ROUNDINGS * EPSILON * Math.max(1, expected));
    near(report.loss, step.loss, 'loss');
    near(report.teacherEntropy, step.teacherEntropy, 'entropy');
    if (step.patchLoss !== undefined) {
      near(report.clsLoss as number, step.clsLoss, '[CLS] loss');
      near(report.patchLoss as number, step.patchLoss, 'patch loss');
    }
    // Log-probabilities as large as twice kappa, 64, are right to some of their last bits, 2^-18 each.
    const centres = new Map([['centre', Float64Array.from(step.centre)]]);
    if (step.patchCentre) centres.set('patchCentre', Float64Array.from(step.patchCentre));
    const got = { centre: state.centre, ...(state.patchCentre ? { patchCentre: state.patchCentre } : {}) };
    await expectWithin(got, centres, () => () => 2 ** -17, 'centre');

    const clipped = (name: string) => Math.min(1, (config.clip as number) / (norms.get(name) as number));
    const still = (name: string) => step.normalization === 'l2' && isNorms(name);
    const first = unpacked(step, step.first);
    const second = unpacked(step, step.second);
    await expectWithin(
      state.moments.first,
      first,
      (name) => () => (still(name) ? 0 : 0.1 * slack(name) + 4 * EPSILON),
      'first moment',
    );
    await expectWithin(
      state.moments.second,
      second,
      (name) => () => (still(name) ? 0 : 0.002 * clipped(name) * slack(name) * 2 + 2 ** -28),
      'second moment',
    );
    // x - lr m̂/(√v̂ + ε): what an error of the gradient does to it, by the derivative, never more than 2 lr.
    const moved = (name: string) => {
      const t = (step.counts[name] as number) + 1;
      const v = second.get(name) as Float64Array;
      return (i: number) => {
        if (still(name)) return 0;
        const root = Math.sqrt((v[i] as number) / (1 - 0.999 ** t));
        const relative = (2 * 0.1 * slack(name)) / (1 - 0.9 ** t) / root;
        return now.learningRate * (Math.min(2, relative) + 16 * EPSILON) + 8 * EPSILON;
      };
    };
    await expectWithin(state.student, unpacked(step, step.student), moved, 'student');
    await expectWithin(
      state.teacher,
      unpacked(step, step.teacher, 'maskToken'),
      (name) => (i) => (still(name) ? 0 : 0.1 * moved(name)(i) + 8 * EPSILON),
      'teacher',
    );
    expect(state.moments.counts).toEqual(
      Object.fromEntries(
        Object.entries(step.counts).map(([name, count]) => [name, still(name) ? count : count + 1]),
      ),
    );
    disposeState(state);
  });
});
