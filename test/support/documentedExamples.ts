import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** An `@example` of a docstring, without the comment's stars. */
export interface DocumentedExample {
  readonly file: string;
  readonly code: string;
}

const path = (inRepository: string): string =>
  fileURLToPath(new URL(`../../${inRepository}`, import.meta.url));

/** Every `@example` in the sources of a folder such as `src/special`. */
export function documentedExamples(folder: string): DocumentedExample[] {
  return readdirSync(path(folder))
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const text = readFileSync(path(`${folder}/${file}`), 'utf8');
      const blocks = text.matchAll(/^ *\* @example\n([\s\S]*?)(?:\n *\* @|\n *\*\/)/gm);
      return [...blocks].map((block) => ({ file, code: block[1].replaceAll(/^ *\* ?/gm, '').trim() }));
    });
}

/** The TypeScript blocks of a Markdown file. */
export const markdownBlocks = (file: string): string[] =>
  [...readFileSync(path(file), 'utf8').matchAll(/```(?:ts|js)\n([\s\S]*?)```/g)].map((block) => block[1]);
