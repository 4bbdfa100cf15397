import { expect } from 'vitest';
import { ulpDistance } from './ulp.ts';

type Numbers = number | ArrayLike<number>;

interface UlpMatchers<R = unknown> {
  /** Every element lies within `limit` ulp of `expected`, compared element by element. */
  toBeWithinUlp(expected: Numbers, limit: number): R;
}

declare module 'vitest' {
  // biome-ignore lint/suspicious/noExplicitAny: the signature vitest prescribes for augmentation
  interface Matchers<T = any> extends UlpMatchers<T> {}
}

const toList = (value: Numbers): number[] => (typeof value === 'number' ? [value] : Array.from(value));

expect.extend({
  toBeWithinUlp(received: Numbers, expected: Numbers, limit: number) {
    const got = toList(received);
    const want = toList(expected);
    if (got.length !== want.length) {
      return {
        pass: false,
        message: () => `expected ${want.length} elements, got ${got.length}`,
      };
    }
    let worst = -1;
    let worstDistance = -1;
    got.forEach((value, index) => {
      const distance = ulpDistance(value, want[index]);
      if (distance > worstDistance) {
        worst = index;
        worstDistance = distance;
      }
    });
    return {
      pass: worstDistance <= limit,
      message: () =>
        `element ${worst}: got ${got[worst]}, expected ${want[worst]}, ${worstDistance} ulp apart (limit ${limit})`,
    };
  },
});
