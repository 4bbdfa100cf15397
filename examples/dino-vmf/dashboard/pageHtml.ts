import { fileURLToPath } from 'node:url';
import { build, stop } from 'esbuild';
import { STYLE } from '../report/style.ts';
import { PAGE_STYLE } from './page/pageStyle.ts';

/** The dashboard's page: one file with its style, its program and Vega in it, nothing to load from elsewhere. */
export async function pageHtml(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('page/page.ts', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'iife',
    platform: 'browser',
    target: 'es2022',
    logLevel: 'silent',
  });
  // Its compiler runs as a process of its own, which has no more to do.
  await stop();
  const program = (outputFiles[0]?.text ?? '').replaceAll('</script', '<\\/script');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>DINO-vMF</title>
<link rel="icon" href="data:,">
<style>${STYLE}${PAGE_STYLE}</style>
</head>
<body>
<header><h1 id="title">Waiting for the run …</h1><p id="state" role="status"></p></header>
<p id="alarm" role="alert" hidden></p>
<progress id="progress" value="0" max="1"></progress>
<dl id="tiles"></dl>
<div class="figures" id="figures"></div>
<script>${program}</script>
</body>
</html>
`;
}
