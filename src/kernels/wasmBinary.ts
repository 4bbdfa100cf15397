/**
 * The WebAssembly module of the kernels, 344 bytes in base64.
 *
 * Generated from src/kernels/assembly by validation/generators/wasmBinary.ts with AssemblyScript 0.28.20.
 * Do not edit: change the sources and run `npm run kernels`.
 */
export const wasmBinary: string =
  'AGFzbQEAAAABDgJgAXwBfGAFfHx/f38AAwMCAAEFAwEAAgcWAglvcmRlclplcm8AAQZtZW1vcnkCAAqbAgK3AQMCfwF+AXwgAL0iA0I0iKdB/wdrIQEgACADQi2IQv8Ag6dBGGxBgAhqIgIrAwBC/wcgAax9QjSGv6KiRAAAAAAAAPC/oCIAIACiIQQgAbdE7zn6/kIu5j+iIAIrAwigIAIrAxAgAKAgBCAARFVVVVVVVdU/okQAAAAAAADgv6AgBCAARJqZmZmZmck/okQAAAAAAADQv6AgBCAARJIkSZIkScI/okRVVVVVVVXFv6CioKKgoqCgC2ACAX8CfCAAIACiIQYgBEEDdCEEA0AgBCAFSwRAIAMgBWogACAAIAYgAiAFaisDACIHIAeioJ8iB6AQAKIgB6EgBxAARAAAAAAAAOA/oqAgAaE5AwAgBUEIaiEFDAELCws=';
