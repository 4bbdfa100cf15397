import { meanResultantLength, meanResultantLengthComplement } from '../special/meanResultantLength.ts';
import { meanResultantLengthDerivative } from '../special/meanResultantLengthDerivative.ts';
import { relativeLogNormalizer } from '../special/relativeLogNormalizer.ts';
import { scaledLogNormalizer } from '../special/scaledLogNormalizer.ts';

/** R²/n - 1 so small that information would be left with few digits, and its limit has as many. */
const NEAR_ROOT = 1e-6;

/**
 * The log-likelihood ℓ(κ) of the resultant length R = nR̄ alone, n log C_p(κ) - log C_p(κR) up to a constant
 * (marginalConcentration.ts), and what its small-sample theory needs.
 *
 *   region      ℓ(κ)
 *   R̄ <= ½      n L(κ) - L(κR),  L(κ) = log C_p(κ) - log C_p(0), which keeps its accuracy as κ → 0
 *   R̄ > ½       n T(κ) - T(κR) - κ n (1 - R̄),  T(κ) = log(C_p(κ) e^κ): the terms -κn and κR are gone
 */
export class MarginalLikelihood {
  readonly #p: number;
  readonly #n: number;
  readonly #rBar: number;
  readonly #rest: number;
  readonly #length: number;

  constructor(p: number, n: number, rBar: number, oneMinusRBar: number) {
    this.#p = p;
    this.#n = n;
    this.#rBar = rBar;
    this.#rest = oneMinusRBar;
    this.#length = n * rBar;
  }

  logLikelihood(kappa: number): number {
    const inner = kappa * this.#length;
    return this.#rBar <= 0.5
      ? this.#n * relativeLogNormalizer(this.#p, kappa) - relativeLogNormalizer(this.#p, inner)
      : this.#n * (scaledLogNormalizer(this.#p, kappa) - kappa * this.#rest) -
          scaledLogNormalizer(this.#p, inner);
  }

  /**
   * -ℓ''(κ̂) at the maximum, n A'(κ̂) - R² A'(κ̂R). With A' = 1 - A² - (p-1)A/κ and n A(κ̂) = R A(κ̂R) this is
   * n(n-1) A(κ̂)² - (R² - n), which is used where R² comes near n and κ̂ near 0, and the two derivatives cancel.
   */
  information(best: number): number {
    const n = this.#n;
    const length = this.#length;
    const excess = n * this.#rBar * this.#rBar - 1;
    const tilt = meanResultantLength(this.#p, best);
    if (excess < 1 && tilt < 0.5) return n * ((n - 1) * tilt * tilt - excess);
    return (
      n * meanResultantLengthDerivative(this.#p, best) -
      length * (length * meanResultantLengthDerivative(this.#p, best * length))
    );
  }

  /** √j/(∂²ℓ/∂κ∂R) at the maximum: the factor of q. √((n-1)/2(p+2)) in the limit R² → n, and below. */
  sensitivity(best: number): number {
    const n = this.#n;
    if (n * this.#rBar * this.#rBar - 1 < NEAR_ROOT) return Math.sqrt((n - 1) / (2 * (this.#p + 2)));
    return Math.sqrt(this.information(best)) / this.#mixedDerivative(best);
  }

  /** ∂ℓ/∂R between two concentrations: a A_p(aR) - b A_p(bR). */
  sampleDerivative(a: number, b: number): number {
    if (this.#rBar <= 0.5) {
      return (
        a * meanResultantLength(this.#p, a * this.#length) -
        b * meanResultantLength(this.#p, b * this.#length)
      );
    }
    const rest = (kappa: number): number =>
      kappa === 0 ? 0 : kappa * meanResultantLengthComplement(this.#p, kappa * this.#length);
    return a - b - (rest(a) - rest(b));
  }

  /** ∂²ℓ/∂κ∂R = A_p(κR) + κR A_p'(κR) */
  #mixedDerivative(kappa: number): number {
    const inner = kappa * this.#length;
    return meanResultantLength(this.#p, inner) + inner * meanResultantLengthDerivative(this.#p, inner);
  }
}
