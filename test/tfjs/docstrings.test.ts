import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import * as vmf from 'von-mises-fisher/tfjs';
import { documentedExamples } from '../support/documentedExamples.ts';
import { tensorOf } from './gradientCheck.ts';
import { onEachBackend } from './onEachBackend.ts';

const examples = documentedExamples('src/tfjs');

/** What the examples take as given. */
const given = (): Record<string, unknown> => {
  const logits = tensorOf([6, 5], 1) as tf.Tensor2D;
  return {
    ...vmf,
    tf,
    logits,
    y: vmf.l2Normalize(tensorOf([6, 8], 2)),
    w: tensorOf([5, 8], 3),
    center: tf.zeros([5]),
    targets: vmf.softmax(tf.slice(logits, [0, 0], [4, 5])),
    q: tensorOf([2, 3, 4], 4),
    k: tensorOf([2, 3, 4], 5),
    v: tensorOf([2, 3, 4], 6),
  };
};

const numbersOf = (value: unknown): number[] => {
  if (value instanceof tf.Tensor) return Array.from(value.dataSync());
  return value instanceof Float64Array ? Array.from(value) : (value as number[][]).flat();
};

const AsyncFunction = Object.getPrototypeOf(async () => {}).constructor as new (
  ...parts: string[]
) => (...values: unknown[]) => Promise<unknown>;

onEachBackend(() => {
  it('finds an example for every public function', () => {
    const shown = new Set(examples.map(({ file }) => file.replace('.ts', '')));
    expect(Object.keys(vmf).filter((name) => !shown.has(name))).toEqual([]);
  });

  it.each(examples)('the example of $file gives what it shows', async ({ code }) => {
    const scope = given();
    const lines = code.split('\n');
    const [expression, shown] = lines[lines.length - 1].split(/; ?(?:\/\/ )?/);
    const body = [
      ...lines.slice(0, -1),
      `return ${expression.replace(/^const \w+ = /, '').replace(/^registerGradients\(\)$/, '0')};`,
    ];
    // As tf.tidy, which takes no asynchronous function.
    tf.engine().startScope();
    try {
      const value = await new AsyncFunction(...Object.keys(scope), body.join('\n'))(...Object.values(scope));
      const tokens = shown
        .replace(/,[^\],]*$/, (end) => (shown.startsWith('[') ? end : ''))
        .match(/-?\d+(?:\.\d+)?(?:\.\.\.)?/g);
      expect(value === undefined).toBe(false);
      if (!tokens || !/^[[-]|^\d/.test(shown)) return;
      const numbers = numbersOf(value);
      expect(numbers.length).toBe(tokens.length);
      tokens.forEach((token, i) => {
        const digits = token.replace('...', '').split('.')[1]?.length ?? 0;
        const allowed = token.endsWith('...') ? 10 ** -digits : 0.5 * 10 ** -Math.max(digits, 4);
        expect(Math.abs(numbers[i] - Number.parseFloat(token)), `${expression} at ${i}`).toBeLessThan(
          allowed,
        );
      });
    } finally {
      tf.engine().endScope();
    }
  });
});
