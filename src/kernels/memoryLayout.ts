/**
 * Where things lie in the memory of the WebAssembly module, as byte addresses. Read by TypeScript and by
 * AssemblyScript alike, hence no types.
 *
 *   0     .. 1024      the AssemblyScript compiler's own
 *   1024  .. 65536     tables of constants, written once by wasm.ts when the module starts
 *   65536 ..           scratch: free at every call of a kernel, laid out by layOut.ts
 */

/** logarithmTable.ts: 128 rows of three doubles. */
export const LOGARITHM_TABLE = 1024;
/** exponentialTable.ts: its rate, the two parts of its step, and 32 rows of two doubles. */
export const EXPONENTIAL_TABLE = 4096;
/** exponentialConstants.ts: seven numbers, each twice. */
export const EXPONENTIAL_CONSTANTS = 4672;
/** zigguratLayers.ts: 1025 doubles each. */
export const ZIGGURAT_EDGES = 4800;
export const ZIGGURAT_HEIGHTS = 13000;
/** normalConstants.ts: two numbers, each twice. */
export const NORMAL_CONSTANTS = 21248;
/** The next table may start here. */
export const TABLES_END = 21312;

export const SCRATCH = 65536;
