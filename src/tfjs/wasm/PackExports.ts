/** What the module of assembly/index.ts exports: addresses in bytes, counts, and numbers. */
export interface PackExports {
  products(
    ...args: [
      count: number,
      m: number,
      n: number,
      k: number,
      a: number,
      isTransposedA: number,
      b: number,
      isTransposedB: number,
      c: number,
      scratch: number,
    ]
  ): void;
  addToRows(x: number, bias: number, rows: number, width: number): void;
  sumOfRows(x: number, rows: number, width: number, sums: number): void;
  softmax(x: number, rows: number, width: number, scale: number, y: number): void;
  softmaxGradient(dy: number, y: number, rows: number, width: number, scale: number, dx: number): void;
  logSoftmax(x: number, rows: number, width: number, y: number, one: number): void;
  logSoftmaxGradient(dy: number, y: number, rows: number, width: number, dx: number): void;
  layerNorm(
    ...args: [
      x: number,
      gain: number,
      bias: number,
      rows: number,
      width: number,
      epsilon: number,
      y: number,
      means: number,
      inverses: number,
    ]
  ): void;
  layerNormGradient(
    ...args: [
      dy: number,
      x: number,
      gain: number,
      rows: number,
      width: number,
      means: number,
      inverses: number,
      dx: number,
      dGain: number,
      dBias: number,
    ]
  ): void;
  gelu(x: number, count: number, center: number, powers: number, terms: number, y: number): void;
  geluGradient(
    ...args: [dy: number, x: number, count: number, center: number, powers: number, terms: number, dx: number]
  ): void;
  /** Count, nine addresses and eleven factors, as in assembly/adamW.ts. */
  adamW(...args: number[]): void;
  sumOfSquares(x: number, count: number): number;
  relativeLogNormalizer(
    ...args: [
      kappa: number,
      count: number,
      b: number,
      a: number,
      nearCenter: number,
      near: number,
      nearTerms: number,
      farCenter: number,
      far: number,
      farTerms: number,
      out: number,
    ]
  ): void;
  meanResultantLength(
    ...args: [
      kappa: number,
      count: number,
      b: number,
      center: number,
      powers: number,
      terms: number,
      isSlope: number,
      out: number,
    ]
  ): void;
}
