import { readFileSync, writeFileSync } from 'node:fs';

/** Replaces what stands between `<!-- name -->` and `<!-- /name -->` in a Markdown file. */
export function fillReadme(file: string, name: string, text: string): void {
  const readme = readFileSync(file, 'utf8');
  const [open, close] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const from = readme.indexOf(open);
  const to = readme.indexOf(close);
  if (from < 0 || to < from) throw new RangeError(`fillReadme: ${file} must have ${open} before ${close}`);
  writeFileSync(file, `${readme.slice(0, from + open.length)}\n${text}\n${readme.slice(to)}`);
}
