import { meanResultantLength, relativeLogNormalizer, VonMisesFisher } from 'von-mises-fisher';

/** What log C_p does to the logit of one component (A.1 of the paper). */
export interface ComponentLogit {
  readonly kappa: number;
  /** log C_p(κ) - log C_p(0) in nats: what the vMF formulation adds to ⟨w, y⟩/τ. */
  readonly normalizer: number;
  /**
   * The angle in degrees within which a longer w raises the logit: the logit κ cos θ + log C_p(κ) has the derivative
   * cos θ - A_p(κ) in κ, so that it is arccos A_p(κ). Without log C_p it is 90°.
   */
  readonly thresholdAngle: number;
}

export function componentLogit(p: number, kappa: number): ComponentLogit {
  return {
    kappa,
    normalizer: relativeLogNormalizer(p, kappa),
    thresholdAngle: degrees(Math.acos(Math.min(1, meanResultantLength(p, kappa)))),
  };
}

/** A point of a curve over the angle between y and w. */
export interface LogitPoint {
  readonly angle: number;
  readonly kappa: number;
  /** κ cos θ, DINO's logit. */
  readonly dino: number;
  /** κ cos θ + log C_p(κ) - log C_p(0), that of DINO-vMF. */
  readonly vmf: number;
}

export function logitCurves(p: number, kappas: readonly number[], points = 91): LogitPoint[] {
  return kappas.flatMap((kappa) =>
    Array.from({ length: points }, (_, i) => {
      const angle = (180 * i) / (points - 1);
      const dino = kappa * Math.cos((angle * Math.PI) / 180);
      return { angle, kappa, dino, vmf: dino + relativeLogNormalizer(p, kappa) };
    }),
  );
}

/** log C_p(κ) - log C_p(0) for κ from 0 to `largest`. */
export function normalizerCurve(p: number, largest: number, points = 101): { kappa: number; log: number }[] {
  return Array.from({ length: points }, (_, i) => {
    const kappa = (largest * i) / (points - 1);
    return { kappa, log: relativeLogNormalizer(p, kappa) };
  });
}

/** A point of a density on the circle, drawn as in Figure 3: its distance from the circle is the density. */
export interface CirclePoint {
  readonly kappa: number;
  readonly x: number;
  readonly y: number;
  readonly order: number;
}

/** vMF densities of two dimensions about the direction of 315°. */
export function circleDensities(kappas: readonly number[], points = 361): CirclePoint[] {
  const mu = [Math.SQRT1_2, -Math.SQRT1_2];
  return kappas.flatMap((kappa) => {
    const law = new VonMisesFisher(mu, kappa);
    return Array.from({ length: points }, (_, order) => {
      const angle = (2 * Math.PI * order) / (points - 1);
      const [x, y] = [Math.cos(angle), Math.sin(angle)];
      const radius = 1 + law.pdf([x, y]);
      return { kappa, x: radius * x, y: radius * y, order };
    });
  });
}

const degrees = (radians: number): number => (180 * radians) / Math.PI;
