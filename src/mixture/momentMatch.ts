/**
 * The von Mises-Fisher distribution nearest to two of them mixed: the one with the mean of the mixture, which is
 * where KL(mixture ‖ f) is smallest.
 *
 *   A_p(κ) μ = (α_a A_p(κ_a) μ_a + α_b A_p(κ_b) μ_b)/(α_a + α_b)
 *
 * 1 - A_p(κ) is a sum of positive terms, so that concentrated components lose nothing:
 *
 *   1 - R̄ = Σ α(1 - A)/Σα + (|s_a| + |s_b| - |s_a + s_b|)/Σα,   |s_a| + |s_b| - |s| = 2|s_a||s_b|(1 - cos)/(|s_a| + |s_b| + |s|)
 */
import { separation } from '../direction/separation.ts';
import { concentration, concentrationFromComplement } from '../special/concentration.ts';
import { meanResultantLength, meanResultantLengthComplement } from '../special/meanResultantLength.ts';
import { VonMisesFisher } from '../VonMisesFisher.ts';
import { lengthOf } from '../validate.ts';

export function momentMatch(
  weightA: number,
  a: VonMisesFisher,
  weightB: number,
  b: VonMisesFisher,
): VonMisesFisher {
  const { p } = a;
  const all = weightA + weightB;
  if (all === 0) return a;
  const [shareA, shareB] = [weightA / all, weightB / all];
  const lengthA = shareA * meanResultantLength(p, a.kappa);
  const lengthB = shareB * meanResultantLength(p, b.kappa);
  const [muA, muB] = [a.mu, b.mu];
  const sum = muA.map((value, j) => lengthA * value + lengthB * muB[j]);
  const length = lengthOf(sum);
  if (length === 0) return new VonMisesFisher(muA, 0);
  const within =
    shareA * meanResultantLengthComplement(p, a.kappa) + shareB * meanResultantLengthComplement(p, b.kappa);
  const between = (2 * lengthA * lengthB * separation(muA, muB).versine) / (lengthA + lengthB + length);
  const rest = within + between;
  const kappa = rest < 0.5 ? concentrationFromComplement(p, rest) : concentration(p, length);
  return new VonMisesFisher(
    sum.map((value) => value / length),
    kappa,
  );
}
