/** JSON over several lines, but arrays of numbers on one line each: a mean direction may have thousands. */
export function modelText(value: unknown, compact: boolean): string {
  if (compact) return `${JSON.stringify(value)}\n`;
  const text = JSON.stringify(value, null, 2);
  return `${text.replace(/\[\n([^[\]{}"]*?)\n\s*\]/g, (_, numbers: string) => `[${numbers.replace(/\s+/g, ' ').trim()}]`)}\n`;
}
