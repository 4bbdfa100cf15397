import * as tf from '@tensorflow/tfjs-core';
import { describe, expect, it } from 'vitest';
import { VonMisesFisher } from 'von-mises-fisher';
import { VonMisesFisherMixture } from 'von-mises-fisher/mixture';
import { mixtureStatistics } from 'von-mises-fisher/tfjs';
import { caseOf, densityBound, largestKappa, mixtureCases, U, within } from './mixtureRows.ts';
import { onEachBackend } from './onEachBackend.ts';

onEachBackend(() => {
  describe('mixtureStatistics', () => {
    const all = mixtureCases.flatMap((given) => (['soft', 'hard'] as const).map((kind) => ({ kind, given })));

    it.each(all)('$kind, p = $given.p: the sums of double precision', async ({ kind, given }) => {
      const { p, n } = given;
      const { mixture, values, tensor } = caseOf(given);
      const rows = tensor();
      const shares = mixture.responsibilities(values);
      const density = densityBound(p, largestKappa(mixture), n);
      const { weights, sums, logLikelihood, classificationLogLikelihood } = await mixtureStatistics(
        rows,
        mixture,
        { kind },
      );
      const logs = mixture.logPdf(values, { out: new Float64Array(n) });
      let classification = 0;
      const wantWeights = [0, 0, 0];
      const wantSums = wantWeights.map(() => new Float64Array(p));
      const shifts = [0, 0, 0];
      for (let i = 0; i < n; i++) {
        const row = Array.from(shares.subarray(3 * i, 3 * i + 3));
        const top = row.indexOf(Math.max(...row));
        classification += logs[i] + Math.log(row[top]);
        row.forEach((share, k) => {
          const taken = kind === 'soft' ? share : Number(k === top);
          wantWeights[k] += taken;
          for (let j = 0; j < p; j++) wantSums[k][j] += taken * values[i * p + j];
          // dr = r (1 - r) dl; no row is so near a tie that a hard assignment turns.
          if (kind === 'soft') shifts[k] += 2 * density * share * (1 - share);
          else expect(Math.abs(share - 0.5)).toBeGreaterThan(density);
        });
      }
      within(logLikelihood / n, logs.reduce((a, b) => a + b) / n, density, 'log-likelihood');
      within(classificationLogLikelihood / n, classification / n, density, 'classification');
      wantWeights.forEach((want, k) => {
        const allowed = shifts[k] + U * (Math.sqrt(n) + 4) * want;
        within(weights[k], want, allowed, `weight ${k}`);
        wantSums[k].forEach((sum, j) => {
          within(sums[k][j], sum, allowed, `sum ${k}, ${j}`);
        });
      });
      rows.dispose();
    });

    it('chunks of any size add up to the whole, over more than one group of them too', async () => {
      const given = mixtureCases[1];
      const { mixture, tensor } = caseOf(given);
      const rows = tensor();
      const whole = await mixtureStatistics(rows, mixture, { chunkRows: given.n });
      for (const chunkRows of [7, 64, 699]) {
        const parts = await mixtureStatistics(rows, mixture, { chunkRows });
        const allowed = 2 * densityBound(given.p, largestKappa(mixture), given.n);
        within(parts.logLikelihood / given.n, whole.logLikelihood / given.n, allowed, 'log-likelihood');
        whole.weights.forEach((weight, k) => {
          within(parts.weights[k], weight, 2 * U * (Math.sqrt(given.n) + 4) * weight + allowed, 'weight');
        });
        whole.sums.forEach((sum, k) => {
          sum.forEach((value, j) => {
            const rounding = 2 * U * (Math.sqrt(given.n) + 4) * whole.weights[k] + allowed;
            within(parts.sums[k][j], value, rounding, `sum ${k}, ${j}`);
          });
        });
      }
      rows.dispose();
    });

    it('keeps κ where log C_p is far beyond float32, and weights of 0', async () => {
      const rows = tf.tensor2d([
        [1, 0, 0],
        [0, 1, 0],
      ]);
      const directions = [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ];
      const kappas = [2 ** 24, 2 ** 24, 5];
      const { weights, logLikelihood } = await mixtureStatistics(rows, {
        weights: [0.5, 0.5, 0],
        directions,
        kappas,
      });
      expect(Array.from(weights)).toEqual([1, 1, 0]);
      const exact = new VonMisesFisherMixture(
        [0.5, 0.5],
        [0, 1].map((k) => new VonMisesFisher(directions[k], kappas[k])),
      );
      within(logLikelihood, exact.score([...directions.slice(0, 2)]) * 2, 2 ** -40, 'log-likelihood');
      rows.dispose();
    });

    it('leaves no tensor behind, also where it fails', async () => {
      const { mixture, tensor } = caseOf(mixtureCases[0]);
      const rows = tensor();
      const before = tf.memory().numTensors;
      for (const kind of ['soft', 'hard'] as const)
        await mixtureStatistics(rows, mixture, { kind, chunkRows: 10 });
      const notANumber = tf.fill([2, 3], Number.NaN) as tf.Tensor2D;
      await expect(mixtureStatistics(notANumber, mixture)).rejects.toThrow(
        new RangeError(
          'mixtureStatistics: rows and kappas must give finite densities in float32, got a log-likelihood of NaN',
        ),
      );
      notANumber.dispose();
      expect(tf.memory().numTensors).toBe(before);
      rows.dispose();
    });

    it('names what is wrong', async () => {
      const rows = tf.tensor2d([[1, 0]]);
      const mixture = { weights: [1], directions: [[1, 0]], kappas: [1] };
      const refused = (error: Error, ...given: unknown[]) =>
        expect(
          mixtureStatistics(...(given as Parameters<typeof mixtureStatistics>)),
          error.message,
        ).rejects.toThrow(error);
      await refused(new TypeError('mixtureStatistics: rows must be a tensor, got object'), [[1, 0]], mixture);
      await refused(
        new TypeError('mixtureStatistics: rows must have shape [n, p], got [2]'),
        tf.tensor1d([1, 0]),
        mixture,
      );
      await refused(
        new RangeError('mixtureStatistics: rows must have shape [n >= 1, p >= 2], got [0, 2]'),
        tf.zeros([0, 2]),
        mixture,
      );
      await refused(new RangeError('mixtureStatistics: mixture.weights must add up to 1, got 0.5'), rows, {
        ...mixture,
        weights: [0.5],
      });
      await refused(
        new RangeError('mixtureStatistics: mixture.directions[0] must have length 2, got 3'),
        rows,
        { ...mixture, directions: [[1, 0, 0]] },
      );
      await refused(
        new RangeError('mixtureStatistics: mixture.directions[0] must have unit length, got norm 2'),
        rows,
        { ...mixture, directions: [[2, 0]] },
      );
      await refused(
        new RangeError('mixtureStatistics: mixture.kappas[0] must be finite and not negative, got -1'),
        rows,
        { ...mixture, kappas: [-1] },
      );
      await refused(
        new RangeError('mixtureStatistics: mixture.weights must add up to 1 with the noise, got 1.5'),
        rows,
        { ...mixture, noise: 0.5 },
      );
      await refused(new TypeError('mixtureStatistics: mixture must be a mixture, got null'), rows, null);
      await refused(
        new RangeError(`mixtureStatistics: kind must be 'soft' or 'hard', got "stochastic"`),
        rows,
        mixture,
        { kind: 'stochastic' },
      );
      await refused(
        new RangeError('mixtureStatistics: chunkRows must be an integer of 1 or more, got 0'),
        rows,
        mixture,
        { chunkRows: 0 },
      );
      rows.dispose();
    });
  });
});
