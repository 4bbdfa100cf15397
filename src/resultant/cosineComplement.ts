/** Up to here 1 - cos θ is sin² θ/(1 + cos θ); a cosine farther from 1 leaves digits enough. */
const NEAR = 2 ** -7;

/**
 * 1 - mᵀu for a unit vector m and u = row/length, with the accuracy of u itself.
 *
 * From d = u - m, which subtracts numbers close to each other exactly: sin² θ = |d|² - (mᵀd)² and
 * cos θ = 1 + mᵀd. The part of d along m, which holds the rounding of the length, drops out, and an angle θ
 * keeps a relative accuracy of about 2^-52/θ.
 */
export function cosineComplement(m: Float64Array, row: ArrayLike<number>, length: number): number {
  let square = 0;
  let along = 0;
  for (let j = 0; j < m.length; j++) {
    const difference = row[j] / length - m[j];
    square += difference * difference;
    along += difference * m[j];
  }
  return along > -NEAR ? Math.max(0, square - along * along) / (2 + along) : -along;
}
