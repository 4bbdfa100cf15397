import { chmodSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { runHere } from '../cli/runHere.ts';
import { elfHead, packageFolder, tensorflowFolder } from './brokenFolders.ts';

const folder = mkdtempSync(join(tmpdir(), 'link-'));
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => vi.unstubAllEnvs());

const place = (name: string) => join(folder, name);
const sound = packageFolder(place('tfjs-node'));
const machine = process.arch === 'arm64' ? 183 : 62;
const libraries = tensorflowFolder(place('tensorflow'), elfHead(machine));

/** The last line on standard error of `vmf link-tensorflow`, which must fail. */
async function fault(...args: string[]): Promise<string> {
  const { status, stdout, stderr } = await runHere(['link-tensorflow', ...args]);
  expect(status).toBe(1);
  expect(stdout).toBe('');
  return stderr.slice(stderr.indexOf('vmf link-tensorflow: '));
}

describe.runIf(process.platform === 'linux')(
  'vmf link-tensorflow says what is wrong with the package',
  () => {
    it('not installed', async () => {
      vi.spyOn(process, 'cwd').mockReturnValue(place(''));
      expect(await fault()).toMatch(
        /@tensorflow\/tfjs-node is not installed in .*: npm install --ignore-scripts @tensorflow\/tfjs-node@4\.22\.0\n$/,
      );
      expect(await fault('--gpu')).toMatch(
        /: npm install --ignore-scripts @tensorflow\/tfjs-node-gpu@4\.22\.0\n$/,
      );
      vi.restoreAllMocks();
    });

    it('no package', async () =>
      expect(await fault('--package-folder', place('nowhere'))).toMatch(
        /nowhere is not a package: no package\.json\n$/,
      ));

    it('the other one', async () =>
      expect(await fault('--gpu', '--package-folder', sound)).toMatch(
        /is @tensorflow\/tfjs-node, not @tensorflow\/tfjs-node-gpu; --gpu chooses between them\n$/,
      ));

    it('another version', async () =>
      expect(await fault('--package-folder', packageFolder(place('old'), { version: '3.21.1' }))).toMatch(
        /is version 3\.21\.1, and 4\.22\.0 is the one that will do: npm install/,
      ));

    it('without sources', async () => {
      const bare = packageFolder(place('bare'));
      rmSync(join(bare, 'binding', 'tfjs_binding.cc'));
      expect(await fault('--package-folder', bare)).toMatch(
        /tfjs_binding\.cc is missing; install the package again/,
      );
    });
  },
);

describe.runIf(process.platform === 'linux')(
  'vmf link-tensorflow says what is wrong with the TensorFlow',
  () => {
    const given = (tensorflow: string) => fault('--package-folder', sound, '--tensorflow', tensorflow);

    it('no folder', async () =>
      expect(await given(place('nowhere'))).toMatch(/there is no folder .*nowhere\n$/));

    it('a folder without libraries, and of which version', async () => {
      const parent = place('site-packages');
      mkdirSync(join(parent, 'tensorflow'), { recursive: true });
      mkdirSync(join(parent, 'tensorflow-2.9.1.dist-info'));
      expect(await given(parent)).toMatch(
        /TensorFlow 2\.9\.1 in .*site-packages\/tensorflow has no libtensorflow_cc\.so\.2; .*pip install --upgrade/,
      );
    });

    it('one library only', async () => {
      const half = tensorflowFolder(place('half'), elfHead(machine));
      rmSync(join(half, 'libtensorflow_framework.so.2'));
      expect(await given(half)).toMatch(/has no libtensorflow_framework\.so\.2/);
    });

    it('no headers', async () => {
      const bare = tensorflowFolder(place('headless'), elfHead(machine));
      rmSync(join(bare, 'include'), { recursive: true });
      expect(await given(bare)).toMatch(/has no .*c_api\.h; install it again/);
    });

    it('libraries that are none', async () =>
      expect(await given(tensorflowFolder(place('text'), Buffer.from('a pointer to a large file')))).toMatch(
        /libtensorflow_cc\.so\.2 is not a library \(no ELF header\)/,
      ));

    it('libraries for another processor', async () => {
      const [other, name] = machine === 62 ? [183, 'arm64'] : [62, 'x64'];
      expect(await given(tensorflowFolder(place('other'), elfHead(other as number)))).toMatch(
        new RegExp(
          `is for ${name}, this Node for ${process.arch}; install TensorFlow with a Python of the same`,
        ),
      );
    });
  },
);

describe.runIf(process.platform === 'linux')('vmf link-tensorflow says what is wrong with Python', () => {
  const asked = (python: string) => fault('--package-folder', sound, '--python', python);
  const program = (name: string, script: string) => {
    writeFileSync(place(name), `#!/bin/sh\n${script}\n`);
    chmodSync(place(name), 0o755);
    return place(name);
  };

  it('not there', async () =>
    expect(await asked(place('python9'))).toMatch(
      /there is no .*python9 to find TensorFlow with; give --python, or/,
    ));

  it('failing', async () =>
    expect(await asked(program('failing', 'echo "no module named encodings" >&2; exit 1'))).toMatch(
      /failing failed: no module named encodings\n$/,
    ));

  it('without TensorFlow', async () =>
    // Python itself, kept from looking into site-packages; where there is none, a program that finds nothing.
    expect(
      await asked(program('bare-python', 'command -v python3 >/dev/null && exec python3 -I -S "$@"; exit 0')),
    ).toMatch(/bare-python can import no tensorflow: pip install tensorflow-cpu/));

  it('with a TensorFlow that will not do', async () => {
    const inside = program('old-python', `echo ${place('site-packages/tensorflow')}`);
    expect(await asked(inside)).toMatch(/TensorFlow 2\.9\.1 in .* has no libtensorflow_cc/);
  });
});

describe.runIf(process.platform === 'linux')(
  'vmf link-tensorflow says what is wrong with the compiler',
  () => {
    const linked = () => fault('--package-folder', sound, '--tensorflow', libraries);

    it('none on the path', async () => {
      mkdirSync(place('empty'));
      vi.stubEnv('PATH', place('empty'));
      vi.stubEnv('CXX', '');
      expect(await linked()).toMatch(
        /there is no C\+\+ compiler \(c\+\+, g\+\+, clang\+\+\): apt-get install g\+\+/,
      );
    });

    it('CXX that is none', async () => {
      vi.stubEnv('CXX', place('nowhere'));
      expect(await linked()).toMatch(/there is no C\+\+ compiler \(.*nowhere\)/);
    });

    it('what it says; what stood there stays, and nothing else is left', async () => {
      const old = join(sound, 'lib', 'napi-v8', 'tfjs_binding.node');
      mkdirSync(join(sound, 'lib', 'napi-v8'), { recursive: true });
      writeFileSync(old, 'the old binding');
      const message = await linked();
      if (!/there is no C\+\+ compiler/.test(message)) {
        expect(message).toMatch(
          /could not build the binding against TensorFlow .*: .*tfjs_backend\.cc:1.*this is not the binding.*\n$/,
        );
      } else console.log('not run: a failing compilation, since there is no C++ compiler here');
      expect(readFileSync(old, 'utf8')).toBe('the old binding');
      expect(readdirSync(sound).sort()).toEqual(['binding', 'lib', 'package.json']);
    });
  },
);
