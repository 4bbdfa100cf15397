import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { clusterCommand } from './commands/cluster.ts';
import { concentrationCommand } from './commands/concentration.ts';
import { fitCommand } from './commands/fit.ts';
import { linkTensorflowCommand } from './commands/linkTensorflow.ts';
import { logNormalizerCommand } from './commands/logNormalizer.ts';
import { meanResultantLengthCommand } from './commands/meanResultantLength.ts';
import { predictCommand } from './commands/predict.ts';
import { sampleCommand } from './commands/sample.ts';
import { scoreCommand } from './commands/score.ts';
import { testCommand } from './commands/test.ts';

const EPILOGUE = `
Examples:
  vmf log-normalizer 256 20 200 500          log C_p at three concentrations
  vmf sample --dimension 3 --kappa 10 --count 1000 --seed 1 -o points.npy
  vmf fit points.npy                         mean direction, kappa, intervals as JSON
  vmf test points.npy --test rayleigh        are the directions uniform?
  vmf cluster points.npy -k 8 -o model.json  a mixture of eight distributions
  vmf predict model.json points.npy          the component of each row

'vmf COMMAND --help' tells more. Exit status: 0 done, 1 data or files that will not do, 2 wrong command
line, 130 interrupted.`;

export function createProgram(): Command {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    version: string;
  };
  const program = new Command('vmf')
    .description('The von Mises-Fisher distribution on the unit sphere in any dimension.')
    .version(version, '-V, --version', 'print the version')
    .helpOption('-h, --help', 'show help')
    .helpCommand('help [command]', 'show help for a command')
    .addHelpText('after', EPILOGUE)
    .exitOverride()
    .configureOutput({ outputError: () => {} });
  for (const add of [
    logNormalizerCommand,
    meanResultantLengthCommand,
    concentrationCommand,
    sampleCommand,
    fitCommand,
    testCommand,
    clusterCommand,
    predictCommand,
    scoreCommand,
    linkTensorflowCommand,
  ]) {
    add(program);
  }
  return program;
}
