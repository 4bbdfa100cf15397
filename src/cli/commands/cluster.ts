import { extname } from 'node:path';
import type { Command } from 'commander';
import {
  fitMixture,
  fitMixtureStream,
  type MixtureFitOptions,
  type MixtureFitResult,
  type MixtureProgress,
  type Selection,
  selectComponents,
} from '../../mixture/index.ts';
import { addOutOption } from '../addOutOption.ts';
import { CommandError, usageError } from '../CommandError.ts';
import {
  addClusterOptions,
  type ClusterOptions,
  checkTogether,
  fitOptionsOf,
  toleranceOf,
} from '../clusterOptions.ts';
import { type ClusterRows, clusterRows } from '../clusterRows.ts';
import { type FitProgress, fitProgress } from '../fitProgress.ts';
import { modelText } from '../output/modelText.ts';
import { requireWritable } from '../output/requireWritable.ts';
import { writeOutput } from '../output/writeOutput.ts';
import { drawMixture } from '../plot/drawMixture.ts';
import { type PictureKind, pictureMaker } from '../plot/pictureMaker.ts';
import { nameOf } from '../readStatistics.ts';
import { addRowOptions, FILE_HELP } from '../rowOptions.ts';
import { readState, stateFile } from '../stateFile.ts';
import { whileKillable } from '../whileKillable.ts';

const EPILOGUE = `
Examples:
  vmf cluster embeddings.npy -k 32 --seed 1 --out model.json
  vmf cluster embeddings.npy --select 2..64 --plot model.svg -o model.json
  vmf cluster shard-*.parquet --normalize -k 100 --labels labels.csv -o model.json
  vmf cluster counts.npz --normalize -k 20 -o model.json
  vmf cluster larger-than-memory.npy -k 32 --stream -o model.json
  vmf cluster embeddings.npy -k 500 --seed 1 --state state.json -o model.json
  vmf cluster embeddings.npy -k 500 --seed 1 --resume state.json -o model.json
  vmf predict model.json new.npy                      then: components of other rows
  vmf score model.json held-out.npy                   and their log density

Ctrl-C ends it at once and writes no model; what --state kept stays, and --resume goes on from there with the
best start found so far.

--plot needs the packages vega and vega-lite, and sharp for .png. Logarithms are natural.`;

export function clusterCommand(program: Command): void {
  const command = program
    .command('cluster')
    .summary('fit a mixture of distributions to the rows of files')
    .description(
      'Fits a mixture of von Mises-Fisher distributions to the rows of files by the EM algorithm from several ' +
        'starts, and writes it as JSON with log-likelihood, AIC, BIC and ICL; vmf predict and vmf score read it.',
    )
    .argument('<FILE...>', `${FILE_HELP}; several are taken together`);
  addClusterOptions(addRowOptions(command, true));
  addOutOption(command, 'where to write the model (default: standard output)')
    .option('--labels <file>', 'also write the component of each row, one a line')
    .option('--plot <file>', 'also draw components, rows and the curve of --select: .svg or .png')
    .option('--compact', 'JSON on one line')
    .addHelpText('after', EPILOGUE)
    .action(cluster);
}

async function cluster(files: readonly string[], options: ClusterOptions): Promise<void> {
  checkTogether(files, options);
  const { labels, plot, out, state, resume, normalize = false, select, compact = false } = options;
  const makePicture = plot === undefined ? undefined : await pictureMaker(pictureKind(plot));
  for (const path of [out, labels, plot, state]) if (path !== undefined) await requireWritable(path);
  const fits = (select ?? [options.components as number]).flatMap((k) =>
    Array<number>(options.criterion === 'held-out' ? 1 + (options.folds ?? 5) : 1).fill(k),
  );
  const from = resume === undefined ? undefined : await readState(resume);
  const kept = stateFile(state, (message) => process.stderr.write(`vmf cluster: warning: ${message}\n`));
  let progress: FitProgress | undefined;
  const rows = await clusterRows(files, options, (n) => progress?.read(n));
  if (state !== undefined && process.stderr.isTTY) {
    process.stderr.write(
      `${state} keeps how far the fit is; after Ctrl-C --resume ${state} goes on from it\n`,
    );
  }
  progress = fitProgress({ stream: process.stderr, fits, tolerance: toleranceOf(options) });
  let found: Found;
  try {
    const onProgress = (step: MixtureProgress) => {
      progress?.pass(step);
      kept.pass(step);
    };
    const fitOptions = {
      ...fitOptionsOf(options),
      onProgress,
      ...(from === undefined ? {} : { resume: from }),
    };
    found = await whileKillable(() => fitted(files, rows, options, fitOptions));
  } finally {
    progress.stop();
  }
  const { result, selection } = found;
  kept.end(result.state);
  for (const warning of warnings(result)) process.stderr.write(`vmf cluster: warning: ${warning}\n`);
  // The model first: it is what took long.
  const { responsibilities: _, state: __, aborted: ___, threads: ____, ...told } = result;
  const chosen = selection && { criterion: selection.criterion, k: selection.k, table: selection.table };
  await writeOutput(out, (file) =>
    file.write(modelText(chosen === undefined ? told : { ...told, selection: chosen }, compact)),
  );
  if (labels !== undefined) {
    await writeOutput(labels, async (file) => {
      for await (const chunk of rows.chunks()) {
        await file.write(`${result.mixture.predict(chunk.rows, { normalize }).join('\n')}\n`);
      }
    });
  }
  if (plot !== undefined && makePicture !== undefined) {
    const picture = await makePicture(await drawMixture(result, selection, rows.chunks()));
    await writeOutput(plot, (file) => file.write(picture));
  }
}

interface Found {
  readonly result: MixtureFitResult;
  readonly selection: Selection | undefined;
}

async function fitted(
  files: readonly string[],
  { p, inMemory, chunks }: ClusterRows,
  { components, select, criterion, folds, resume }: ClusterOptions,
  options: MixtureFitOptions,
): Promise<Found> {
  try {
    if (inMemory === undefined) {
      const result = await fitMixtureStream(chunks, components as number, { ...options, dimension: p });
      return { result, selection: undefined };
    }
    const { data, weights } = inMemory;
    const rowOptions = { ...options, dimension: p, sampleWeights: weights };
    if (select === undefined) {
      return { result: fitMixture(data, components as number, rowOptions), selection: undefined };
    }
    // The command takes methods for starts only.
    const selection = selectComponents(data, select, {
      ...(rowOptions as MixtureFitOptions & { initialization: 'k-means++' }),
      criterion,
      folds,
    });
    return { result: selection.best, selection };
  } catch (error) {
    const { message } = error as Error;
    const aboutState = /^\w+: ((?:resume|state) must .*)$/s.exec(message);
    if (resume !== undefined && aboutState) throw new CommandError(`${resume}: ${aboutState[1]}`);
    if (!(error instanceof RangeError)) throw error;
    throw new CommandError(`${files.map(nameOf).join(', ')}: ${error.message.replace(/^\w+: /, '')}`);
  }
}

/** What a user should know of a fit before believing it. */
function warnings({ converged, iterations, degenerate, spurious, removed }: MixtureFitResult): string[] {
  const list = (components: readonly number[]) =>
    `component${components.length === 1 ? '' : 's'} ${components.join(', ')}`;
  return [
    ...(converged ? [] : [`not converged after ${iterations} passes; --max-iterations allows more`]),
    ...(degenerate.length === 0
      ? []
      : [`${list(degenerate)} of rows that are all but equal: kappa is at its bound; --prior 1 avoids that`]),
    ...(spurious.length === 0
      ? []
      : [`${list(spurious)} of no more than two rows: fewer components or --prior 1 avoid that`]),
    ...(removed === 0 ? [] : [`${removed} of the components asked for found no rows and were taken out`]),
  ];
}

function pictureKind(path: string): PictureKind {
  const extension = extname(path).toLowerCase();
  if (extension === '.svg' || extension === '.png') return extension;
  throw usageError(`--plot must end in .svg or .png, got ${path}`);
}
