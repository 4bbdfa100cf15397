import { tableLogarithms } from './tableLogarithms';

/** ../twins/orderZero.ts over `count` doubles, an even number, at `kappa`, written to `out`, which may be the same. */
export function orderZero(nu: f64, constant: f64, kappa: usize, out: usize, count: i32): void {
  const orders = f64x2.splat(nu);
  const squares = f64x2.splat(nu * nu);
  for (let at: usize = 0, end = (<usize>count) << 3; at < end; at += 16) {
    const k = v128.load(kappa + at);
    const r = f64x2.sqrt(f64x2.add(squares, f64x2.mul(k, k)));
    const leading = f64x2.sub(f64x2.mul(orders, tableLogarithms(f64x2.add(orders, r))), r);
    const half = f64x2.mul(f64x2.splat(0.5), tableLogarithms(r));
    v128.store(out + at, f64x2.sub(f64x2.add(leading, half), f64x2.splat(constant)));
  }
}
