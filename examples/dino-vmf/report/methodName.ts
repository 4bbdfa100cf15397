/** What the paper calls the method of a run. */
export function methodName({
  normalization,
  method = 'dino',
}: {
  readonly normalization: 'none' | 'l2' | 'vmf';
  readonly method?: string;
}): string {
  const name = method === 'ibot' ? 'iBOT' : 'DINO';
  return {
    vmf: `${name}-vMF`,
    l2: `${name} with unit prototypes`,
    none: `${name} with unnormalized prototypes`,
  }[normalization];
}
