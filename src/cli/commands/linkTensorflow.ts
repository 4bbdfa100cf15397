import type { Command } from 'commander';
import { CommandError } from '../CommandError.ts';
import { temporaryFiles } from '../temporaryFiles.ts';

interface LinkTensorflowOptions {
  readonly gpu?: boolean;
  readonly packageFolder?: string;
  readonly tensorflow?: string;
  readonly python?: string;
}

const EPILOGUE = `
Examples:
  npm install --ignore-scripts @tensorflow/tfjs-node@4.22.0
  pip install tensorflow-cpu
  vmf link-tensorflow

  npm install --ignore-scripts @tensorflow/tfjs-node-gpu@4.22.0
  pip install "tensorflow[and-cuda]"
  vmf link-tensorflow --gpu

Needs a C++ compiler and Linux. The TensorFlow stays where it is: link again after it moves or is updated.
The binding is built aside, tried by training a few steps in a fresh process, and then moved into its place.`;

export function linkTensorflowCommand(program: Command): void {
  program
    .command('link-tensorflow')
    .summary('build the native engine of TensorFlow.js against a TensorFlow of Python')
    .description(
      'Completes an installation of @tensorflow/tfjs-node or @tensorflow/tfjs-node-gpu made with --ignore-scripts ' +
        'against the libraries of a TensorFlow wheel: the native CPU engine, or CUDA 12 and current GPUs.',
    )
    .option('--gpu', 'complete @tensorflow/tfjs-node-gpu')
    .option('--package-folder <folder>', 'where the package is (default: as Node finds it from here)')
    .option('--tensorflow <folder>', 'where the TensorFlow is (default: as Python finds it)')
    .option('--python <program>', 'the Python to ask (default: python3 or python of the path)')
    .addHelpText('after', EPILOGUE)
    .action(link);
}

async function link(options: LinkTensorflowOptions): Promise<void> {
  const { EngineError, linkTensorflow } = await import('../../engines/index.ts');
  let folder: string | null = null;
  try {
    const {
      package: name,
      version,
      onGpu,
      warning,
    } = await linkTensorflow({
      ...options,
      onStep: (step) => process.stderr.write(`${step}\n`),
      onFolder: (made) => {
        folder = made;
        temporaryFiles.add(made);
      },
    });
    process.stdout.write(`${name} runs TensorFlow ${version} on the ${onGpu ? 'GPU' : 'CPU'}\n`);
    if (warning !== null) process.stderr.write(`warning: ${warning}\n`);
  } catch (error) {
    if (error instanceof EngineError) throw new CommandError(error.message);
    throw error;
  } finally {
    if (folder !== null) temporaryFiles.delete(folder);
  }
}
