import type { EngineChoice } from '../engine.ts';
import { ENGINE_CHOICES } from './engineChoices.ts';
import { changeable, choice, integer, real, type Setting, toggle } from './Setting.ts';

/** Length, engine and what is written on the way. */
export interface RunSettings {
  seed: number;
  engine: EngineChoice;
  steps: number;
  epochs: number | null;
  epochSteps: number | null;
  batchSize: number;
  checkpointEvery: number;
  keepCheckpoints: number;
  evaluateEvery: number;
  neighbours: number;
  inspectEvery: number;
  tensorboard: boolean;
}

export const runSettings: readonly Setting[] = [
  integer(
    'seed',
    '--seed',
    0,
    0,
    2 ** 32 - 1,
    'images, weights, order and views follow from it: the same seed on the same engine gives the same run, bit for bit.',
  ),
  changeable(
    choice(
      'engine',
      '--engine',
      'auto',
      ENGINE_CHOICES,
      'auto takes the first of the others that can be had, and says why not the ones before it.',
    ),
  ),
  integer(
    'steps',
    '--steps',
    600,
    1,
    1e7,
    'optimiser steps; all schedules stretch with it. Under 200 little is learnt.',
  ),
  real(
    'epochs',
    '--epochs',
    null,
    0.001,
    1e5,
    'length in passes over the training images, instead of --steps.',
  ),
  integer(
    'epochSteps',
    '--epoch-steps',
    null,
    1,
    1e7,
    'steps that count as an epoch in the schedules; a pass over the training images when not given.',
  ),
  integer(
    'batchSize',
    '--batch-size',
    32,
    2,
    4096,
    'images per step. Centring needs a batch: under 16 its estimate is too noisy. Above 256 take a higher --ema-momentum.',
  ),
  changeable(
    integer(
      'checkpointEvery',
      '--checkpoint-every',
      200,
      1,
      1e7,
      'steps between checkpoints; one is always written at the end and on Ctrl-C.',
    ),
  ),
  changeable(
    integer(
      'keepCheckpoints',
      '--keep-checkpoints',
      2,
      2,
      1e6,
      'how many to keep: checkpoint.bin and, numbered by their steps, those before it. Two at least, to go back to the one before where training diverges.',
    ),
  ),
  changeable(
    integer(
      'evaluateEvery',
      '--evaluate-every',
      150,
      0,
      1e7,
      'steps between kNN evaluations on the way; 0 for the end only.',
    ),
  ),
  integer(
    'neighbours',
    '--neighbours',
    20,
    1,
    1000,
    'k of the weighted kNN. DINO reports 10 and 20; more blurs classes with few images.',
  ),
  changeable(
    integer(
      'inspectEvery',
      '--inspect-every',
      25,
      0,
      1e7,
      'steps between inspections: unique and void prototypes, κ histograms, RankMe and deviation of the features, attention maps. 0 for the end only. One costs about half a step of the default network.',
    ),
  ),
  changeable(
    toggle(
      'tensorboard',
      '--tensorboard',
      false,
      'also write all curves, histograms and pictures as events for TensorBoard (tensorboard --logdir runs).',
    ),
  ),
];
