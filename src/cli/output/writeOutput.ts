import { PartialFile } from './PartialFile.ts';
import { type Output, standardOutput } from './standardOutput.ts';

/** Writes a file, whole or not at all, or standard output where no path is given. */
export async function writeOutput(
  path: string | undefined,
  write: (output: Output) => Promise<void>,
): Promise<void> {
  if (path === undefined) {
    const output = standardOutput();
    await write(output);
    await output.end();
    return;
  }
  const file = await PartialFile.create(path);
  try {
    await write(file);
  } catch (error) {
    await file.discard();
    throw error;
  }
  await file.end();
}
