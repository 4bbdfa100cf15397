/** The number that a text is, or undefined: unlike Number, '' and ' ' are none, nor are 0x10, NaN, Infinity. */
export function finiteNumber(text: string): number | undefined {
  if (!/^\s*[-+]?(\d+\.?\d*|\.\d+)(e[-+]?\d+)?\s*$/i.test(text)) return undefined;
  const value = Number(text);
  return Number.isFinite(value) ? value : undefined;
}
