let table: bigint[] = [0n];

/**
 * The k-th tangent number, tan x = Σ Tₖ x²ᵏ⁻¹/(2k-1)!, exact: 1, 2, 16, 272, 7936, ... for k = 1, 2, ...
 *
 * Bernoulli numbers follow as B₂ₖ = (-1)ᵏ⁻¹ 2k Tₖ / (4ᵏ (4ᵏ - 1)) (DLMF 24.15.4). The table is filled
 * by the in-place recurrence of R. P. Brent and D. Harvey, "Fast computation of Bernoulli, Tangent
 * and Secant numbers" (2011), algorithm TangentNumbers, and doubled when it is too short.
 */
export function tangentNumber(k: number): bigint {
  if (k >= table.length) table = tangentNumbers(Math.max(32, 2 * k));
  return table[k] as bigint;
}

function tangentNumbers(count: number): bigint[] {
  const numbers: bigint[] = [0n, 1n];
  for (let k = 2; k <= count; k++) numbers[k] = BigInt(k - 1) * (numbers[k - 1] as bigint);
  for (let k = 2; k <= count; k++) {
    for (let j = k; j <= count; j++) {
      numbers[j] = BigInt(j - k) * (numbers[j - 1] as bigint) + BigInt(j - k + 2) * (numbers[j] as bigint);
    }
  }
  return numbers;
}
