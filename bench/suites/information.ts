/** The other functions call by call, for information: no target is set for them. */
import {
  concentration,
  concentrationFromComplement,
  logBesselI,
  meanResultantLength,
  meanResultantLengthComplement,
  meanResultantLengthDerivative,
} from 'von-mises-fisher';
import { concentrations, dimensions } from '../points.ts';
import { suite } from '../suite.ts';

const p = dimensions();
const kappa = concentrations();
const rBar = kappa.map((k, i) => meanResultantLength(p[i], k));
const oneMinusRBar = kappa.map((k, i) => meanResultantLengthComplement(p[i], k));

function task(what: string, f: (i: number) => number, rivals: Parameters<typeof suite>[0][0]['rivals'] = []) {
  const run = (out: Float64Array): void => {
    for (let i = 0; i < out.length; i++) out[i] = f(i);
  };
  return { what: `${what}, call by call, p = 4 to 1600`, input: { p, kappa }, values: p.length, run, rivals };
}

await suite([
  task('A', (i) => meanResultantLength(p[i], kappa[i]), [
    { name: 'SciPy ive ratio, vectorised', peer: 'python', kernel: 'ratio' },
  ]),
  task('1 - A', (i) => meanResultantLengthComplement(p[i], kappa[i])),
  task("A'", (i) => meanResultantLengthDerivative(p[i], kappa[i], 1)),
  task('concentration from A', (i) => concentration(p[i], rBar[i])),
  task('concentration from 1 - A', (i) => concentrationFromComplement(p[i], oneMinusRBar[i])),
  task('log I', (i) => logBesselI(p[i] / 2 - 1, kappa[i]), [
    { name: 'SciPy ive, vectorised', peer: 'python', kernel: 'log-bessel' },
    { name: 'GSL', peer: 'gsl', kernel: 'log-bessel' },
    { name: 'Boost.Math', peer: 'boost', kernel: 'log-bessel' },
  ]),
]);
