/** How far two directions are apart: 1 - cos and 1 + cos of their angle, each accurate where it is small. */
export interface Separation {
  readonly versine: number;
  readonly vercosine: number;
}

/**
 * The separation of two unit vectors, 1 ∓ aᵀb = |a ∓ b|²/2: differences of near components are exact, so that no
 * digit is lost near 0.
 */
export function separation(a: Float64Array, b: Float64Array): Separation {
  let apart = 0;
  let along = 0;
  for (let i = 0; i < a.length; i++) {
    apart += (a[i] - b[i]) * (a[i] - b[i]);
    along += (a[i] + b[i]) * (a[i] + b[i]);
  }
  return { versine: Math.min(2, 0.5 * apart), vercosine: Math.min(2, 0.5 * along) };
}
