/** Lanes that work on one row, and rows that a workgroup of 256 threads works on. */
export const LANES = 32;
export const ROWS_AT_ONCE: number = 256 / LANES;

/**
 * WGSL: `sumOverLanes` adds up the values of a row's lanes, the same total for each, in a fixed order: every
 * lane reads all of them, which costs neighbours one fetch, and two barriers instead of a tree's six. All
 * threads of the workgroup must call it.
 */
export const SUM_OVER_LANES: string = `
var<workgroup> ofLanes: array<vec2f, 256>;
fn sumOverLanes(value: vec2f, thread: u32) -> vec2f {
  ofLanes[thread] = value;
  workgroupBarrier();
  let start = thread - thread % ${LANES}u;
  var total = ofLanes[start];
  for (var lane = 1u; lane < ${LANES}u; lane++) { total += ofLanes[start + lane]; }
  workgroupBarrier();
  return total;
}`;

/** WGSL: which row and lane a thread has; \`row\` may lie beyond the last. */
export const ROW_AND_LANE: string = `
  let row = (group.y * groups.x + group.x) * ${ROWS_AT_ONCE}u + thread / ${LANES}u;
  let lane = thread % ${LANES}u;
  let hasRow = row < scalars.rows;
  let first = row * scalars.width;`;
