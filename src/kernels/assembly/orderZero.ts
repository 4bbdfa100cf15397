import { tableLogarithm } from './tableLogarithm';

/** ../twins/orderZero.ts over `count` doubles at `kappa`, written to `out`, which may be the same. */
export function orderZero(nu: f64, constant: f64, kappa: usize, out: usize, count: i32): void {
  const nu2 = nu * nu;
  for (let at: usize = 0, end = (<usize>count) << 3; at < end; at += 8) {
    const k = load<f64>(kappa + at);
    const r = sqrt(nu2 + k * k);
    store<f64>(out + at, nu * tableLogarithm(nu + r) - r + 0.5 * tableLogarithm(r) - constant);
  }
}
