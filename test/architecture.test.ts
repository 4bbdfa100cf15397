import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));

/** Which rooms of src a room may import from, besides itself; files directly in src are rooms of their own. */
const allowed: Record<string, { rooms: string[]; packages: string[] }> = {
  index: {
    rooms: [
      'special',
      'kernels',
      'cosine',
      'sampling',
      'density',
      'divergence',
      'random',
      'rows',
      'VonMisesFisher',
      'resultant',
      'fit',
      'inference',
    ],
    packages: [],
  },
  kernels: { rooms: [], packages: [] },
  special: { rooms: ['kernels'], packages: [] },
  random: { rooms: ['kernels'], packages: [] },
  validate: { rooms: ['special'], packages: [] },
  rows: { rooms: ['special'], packages: [] },
  cosine: { rooms: ['special'], packages: [] },
  sampling: { rooms: ['special', 'kernels', 'random', 'validate', 'cosine'], packages: [] },
  divergence: { rooms: ['special'], packages: [] },
  direction: { rooms: ['special', 'kernels', 'validate', 'rows'], packages: [] },
  density: { rooms: ['special', 'direction', 'validate', 'rows'], packages: [] },
  resultant: { rooms: ['special', 'kernels', 'validate', 'rows'], packages: [] },
  VonMisesFisher: {
    rooms: [
      'special',
      'resultant',
      'cosine',
      'sampling',
      'density',
      'direction',
      'divergence',
      'random',
      'validate',
      'rows',
    ],
    packages: [],
  },
  fit: {
    rooms: ['special', 'resultant', 'VonMisesFisher', 'validate', 'rows', 'cosine', 'density'],
    packages: [],
  },
  inference: {
    rooms: [
      'special',
      'kernels',
      'resultant',
      'VonMisesFisher',
      'fit',
      'validate',
      'rows',
      'cosine',
      'direction',
      'random',
    ],
    packages: [],
  },
  mixture: {
    rooms: [
      ...['special', 'kernels', 'random', 'validate', 'rows', 'direction', 'density'],
      ...['VonMisesFisher', 'resultant', 'fit'],
    ],
    packages: [],
  },
  reference: { rooms: [], packages: ['decimal.js'] },
  mathjs: { rooms: ['special', 'reference'], packages: ['decimal.js'] },
  tfjs: { rooms: ['special'], packages: ['@tensorflow/tfjs-core', '@tensorflow/tfjs-backend-webgpu'] },
  engines: {
    rooms: ['tfjs'],
    packages: [
      ...['node:child_process', 'node:fs', 'node:module', 'node:os', 'node:path', 'node:url', 'node:util'],
    ],
  },
  cli: {
    rooms: ['index', 'reference', 'mixture'],
    packages: [
      ...['cli-progress', 'commander', 'csv-parse', 'decimal.js', 'hyparquet', 'hyparquet-compressors'],
      ...['node:events', 'node:fs', 'node:fs/promises', 'node:os', 'node:path', 'node:readline'],
      ...['node:stream', 'node:util', 'node:zlib', 'yauzl'],
    ],
  },
};

const sources = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts'))
    .map((file) => join(folder, file));

const importsOf = (file: string): string[] =>
  [
    ...readFileSync(join(root, file), 'utf8').matchAll(
      /^(?:import|export)[^'"]*?from '([^']+)'|^import '([^']+)'/gms,
    ),
  ].map((match) => match[1] ?? match[2]);

const roomOf = (file: string): string => relative('src', file).split(/[/.]/)[0];

describe('import direction', () => {
  const files = sources('src');

  it.each(files)('%s imports only what its room may', (file) => {
    const room = allowed[roomOf(file)];
    expect(room, `${roomOf(file)} is not a known room`).toBeDefined();
    for (const specifier of importsOf(file)) {
      if (specifier.startsWith('.')) {
        const target = roomOf(join(dirname(file), specifier));
        if (target !== roomOf(file)) expect(room.rooms, `${file} imports ${specifier}`).toContain(target);
      } else {
        expect(room.packages, `${file} imports ${specifier}`).toContain(specifier);
      }
    }
  });

  it('the command knows the package by its public faces only', () => {
    for (const file of files.filter((name) => roomOf(name) === 'cli')) {
      for (const specifier of importsOf(file).filter((name) => name.startsWith('.'))) {
        const target = join(dirname(file), specifier);
        if (roomOf(target) !== 'cli')
          expect(target, file).toMatch(/^src\/((reference|mixture|engines)\/)?index\.ts$/);
      }
    }
  });

  it('only the folder of an engine needs that engine', () => {
    for (const file of files.filter((name) => roomOf(name) === 'tfjs')) {
      const isInside = file.startsWith(join('src', 'tfjs', 'webgpu'));
      for (const specifier of importsOf(file).filter(() => !isInside)) {
        expect(specifier, file).not.toMatch(/tfjs-backend|^\.\/webgpu\//);
      }
    }
  });

  it('has no cycles', () => {
    const graph = new Map(
      files.map((file) => [
        file,
        importsOf(file)
          .filter((specifier) => specifier.startsWith('.'))
          // AssemblyScript sources import without the suffix.
          .map((specifier) => join(dirname(file), specifier.replace(/(?<!\.ts)$/, '.ts'))),
      ]),
    );
    const done = new Set<string>();
    const visit = (file: string, path: string[]): void => {
      expect(path, `cycle: ${[...path, file].join(' -> ')}`).not.toContain(file);
      if (done.has(file)) return;
      for (const next of graph.get(file) ?? []) visit(next, [...path, file]);
      done.add(file);
    };
    for (const file of files) visit(file, []);
    expect(done.size).toBe(files.length);
  });

  it.each(['examples', 'bench', 'validation'])('%s import the package by its public name', (folder) => {
    for (const file of sources(folder)) {
      if (file.startsWith(join('validation', 'generators'))) continue;
      for (const specifier of importsOf(file)) {
        expect(specifier, file).not.toMatch(/(^|\/)src\//);
      }
    }
  });

  it('the top level holds what it should and nothing else', () => {
    const expected = [
      'bench',
      'examples',
      'src',
      'test',
      'validation',
      'CHANGELOG.md',
      'LICENSE',
      'README.md',
    ];
    const files = ['package.json', 'package-lock.json', 'tsconfig.json'];
    const ignored = ['node_modules', 'dist', 'runs', 'data', 'coverage'];
    const visible = readdirSync(root).filter((name) => !name.startsWith('.') && !ignored.includes(name));
    expect(visible.sort()).toEqual([...expected, ...files].sort());
  });
});
