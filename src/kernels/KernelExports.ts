/** A planned function (plan.ts) over `count` values, an even number; returns 0 if it left some out. */
type PlanExport = (
  rows: number,
  start: number,
  span: number,
  offset: number,
  kappa: number,
  out: number,
  count: number,
  least: number, // read by logNormalizerPlan only
) => number;

/** What the module exports; addresses and counts are integers. */
export interface KernelExports {
  readonly memory: WebAssembly.Memory;
  orderZero(nu: number, constant: number, kappa: number, out: number, count: number): void;
  readonly logNormalizerPlan: PlanExport;
  readonly meanResultantLengthPlan: PlanExport;
  readonly polynomialPlan: PlanExport;
  readonly fastPlan: PlanExport;
  rowSums32(
    x: number,
    count: number,
    p: number,
    begun: number,
    sums: number,
    high: number,
    low: number,
    squares: number,
    weights: number,
    normalize: boolean,
  ): void;
  rowSums64(
    x: number,
    count: number,
    p: number,
    high: number,
    low: number,
    squares: number,
    weights: number,
    normalize: boolean,
  ): void;
  foldSums(sums: number, p: number, high: number, low: number): void;
  squaredDistances32(
    x: number,
    count: number,
    p: number,
    mu: number,
    distances: number,
    squares: number,
  ): void;
  squaredDistances64(
    x: number,
    count: number,
    p: number,
    mu: number,
    distances: number,
    squares: number,
  ): void;
  packRows32(x: number, blocks: number, p: number, to: number): void;
  packRows64(x: number, blocks: number, p: number, to: number): void;
  multiplyPacked(
    x: number,
    rowBlocks: number,
    matrix: number,
    columnBlocks: number,
    p: number,
    out: number,
    further: boolean,
  ): void;
  packColumns32(x: number, count: number, p: number, to: number): void;
  packColumns64(x: number, count: number, p: number, to: number): void;
  packWeights(weights: number, count: number, k: number, first: number, columns: number, to: number): void;
  scaleAndShift(x: number, count: number, columns: number, factors: number, offsets: number): void;
  tallyShares(
    x: number,
    count: number,
    columns: number,
    weights: number,
    values: number,
    totals: number,
    largest: number,
  ): void;
  floatRows32(x: number, blocks: number, p: number, to: number): void;
  floatRows64(x: number, blocks: number, p: number, to: number): void;
  floatColumns32(x: number, count: number, p: number, to: number): void;
  floatColumns64(x: number, count: number, p: number, to: number): void;
  floatWeights(weights: number, count: number, columns: number, k: number, to: number): void;
  multiplyFloats(
    x: number,
    rowBlocks: number,
    matrix: number,
    columnBlocks: number,
    p: number,
    out: number,
  ): void;
  scaleFloats(x: number, count: number, columns: number, factors: number, offsets: number, to: number): void;
  addFloats(x: number, count: number, sums: number): void;
  countShares(shares: number, count: number): number;
  addShares32(
    x: number,
    count: number,
    p: number,
    shares: number,
    columns: number,
    sums: number,
    width: number,
  ): void;
  addShares64(
    x: number,
    count: number,
    p: number,
    shares: number,
    columns: number,
    sums: number,
    width: number,
  ): void;
  addProducts(products: number, width: number, rows: number, p: number, sums: number): void;
  exponentialSums(
    x: number,
    count: number,
    columns: number,
    sums: number,
    shares: boolean,
    least: number,
  ): void;
  countColumns(indices: number, count: number, shift: number, counts: number): void;
  sortByColumns(
    values: number,
    indices: number,
    pointers: number,
    rows: number,
    shift: number,
    next: number,
    records: number,
  ): void;
  sparseProducts(records: number, count: number, matrix: number, columns: number, out: number): void;
  listShares(shares: number, rows: number, columns: number, ends: number, found: number): void;
  sparseSums(
    records: number,
    count: number,
    shares: number,
    ends: number,
    found: number,
    columns: number,
    sums: number,
  ): void;
  normals(state: number, out: number, count: number): void;
  circleRows(state: number, frame: number, b: number, half: number, out: number, count: number): void;
  sphereRows(state: number, frame: number, kappa: number, mass: number, out: number, count: number): void;
  hypersphereRows(
    state: number,
    mu: number,
    p: number,
    b: number,
    half: number,
    shape: number,
    slope: number,
    out: number,
    count: number,
  ): void;
}
