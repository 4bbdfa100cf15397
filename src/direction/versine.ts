/**
 * The versine 1 - cos of the angle between a vector x of any length near 1 and a direction μ, without the
 * cancellation of 1 - μᵀx/|x||μ|.
 *
 *   1 - cos = (|x - μ|² - (|x| - |μ|)²) / 2|x||μ|,   |x| - |μ| = (x - μ)ᵀ(x + μ) / (|x| + |μ|)
 *
 * Off by about 2^-53 ((|x| - |μ|)² + 1 - cos) absolute: relatively exact for vectors as long as μ.
 */
export function versine(x: ArrayLike<number>, mu: Float64Array): number {
  let distance = 0;
  let excess = 0;
  let square = 0;
  let muSquare = 0;
  for (let i = 0; i < mu.length; i++) {
    const difference = x[i] - mu[i];
    distance += difference * difference;
    excess += difference * (x[i] + mu[i]);
    square += x[i] * x[i];
    muSquare += mu[i] * mu[i];
  }
  const length = Math.sqrt(square);
  const muLength = Math.sqrt(muSquare);
  const gap = excess / (length + muLength);
  return Math.min(2, Math.max(0, distance - gap * gap) / (2 * length * muLength));
}
