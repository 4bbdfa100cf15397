import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

const source = (path: string) => fileURLToPath(new URL(`../src/${path}`, import.meta.url));

export default defineConfig({
  root: fileURLToPath(new URL('..', import.meta.url)),
  resolve: {
    // Tests import the package by its public name and run against the sources.
    alias: [
      { find: /^von-mises-fisher$/, replacement: source('index.ts') },
      { find: /^von-mises-fisher\/tfjs\/webgpu$/, replacement: source('tfjs/webgpu/index.ts') },
      {
        find: /^von-mises-fisher\/(mixture|reference|tfjs|tfjs\/wasm|mathjs|engines)$/,
        replacement: source('$1/index.ts'),
      },
    ],
  },
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/support/toBeWithinUlp.ts', 'test/support/propertySeed.ts'],
    // A hang ends here; nothing is timed. On a busy machine the slowest take a minute.
    testTimeout: 400_000,
    hookTimeout: 400_000,
    pool: 'forks',
  },
});
