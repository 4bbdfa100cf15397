import { tableLogarithm } from '../tableLogarithm.ts';

/** ν log(ν + r) - r + ½ log r - constant for every κ, r = √(ν² + κ²); `out` may be `kappa`. */
export function orderZero(
  nu: number,
  constant: number,
  kappa: Float64Array | Float32Array,
  out: Float64Array | Float32Array,
): void {
  const nu2 = nu * nu;
  for (let i = 0; i < kappa.length; i++) {
    const k = kappa[i];
    const r = Math.sqrt(nu2 + k * k);
    out[i] = nu * tableLogarithm(nu + r) - r + 0.5 * tableLogarithm(r) - constant;
  }
}
