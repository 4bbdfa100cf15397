/**
 * 1 - t of a draw at p = 5 or 7 by the inverse of its closed cdf, as G. Kurz and U. D. Hanebeck propose (Stochastic
 * sampling of the hyperspherical von Mises-Fisher distribution without rejection methods, SDF 2015), with
 * Newton's method within a bracket where they bisect: what the package would do if that were faster.
 *
 * With u = κ(1 - t) the weight is (u (2κ - u))^((p - 3)/2) e^-u, whose integral from 0 is closed.
 */
export function invertedCosine(p: 5 | 7, kappa: number): (probability: number) => number {
  const most = 2 * kappa;
  const upTo = (u: number, power: number): number => {
    // ∫ v² e^-v, ∫ v³ e^-v and so on from 0, for p = 5 from ∫ v e^-v.
    const first = 1 - (1 + u) * power;
    const second = 2 * first - u * u * power;
    if (p === 5) return most * first - second;
    const third = 3 * second - u ** 3 * power;
    const fourth = 4 * third - u ** 4 * power;
    return most * most * second - 2 * most * third + fourth;
  };
  const all = upTo(most, Math.exp(-most));
  const start = Math.min((p - 1) / 2, kappa);
  return (probability) => {
    const target = probability * all;
    let [low, high, u] = [0, most, start];
    for (let i = 0; i < 60; i++) {
      const power = Math.exp(-u);
      const excess = upTo(u, power) - target;
      if (excess > 0) high = u;
      else low = u;
      const weight = u * (most - u);
      let next = u - excess / ((p === 5 ? weight : weight * weight) * power);
      if (!(next > low && next < high)) next = (low + high) / 2;
      if (Math.abs(next - u) <= 1e-12 * u) break;
      u = next;
    }
    return u / kappa;
  };
}
