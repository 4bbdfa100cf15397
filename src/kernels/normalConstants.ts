/**
 * What the pairs of normal variates of assembly/normal.ts need in vectors: 3, whose lowest 51 bits are free, and the
 * sign bit. Each twice, to be loaded before the loop, since V8 makes constants in it anew.
 */
export const normalConstants: Float64Array = /* @__PURE__ */ Float64Array.of(3, 3, -0, -0);
