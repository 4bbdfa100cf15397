/**
 * Exact log-normalizers in a project of your own: the logits of a mixture of von Mises-Fisher distributions,
 * where log I_ν in double precision has long underflowed.
 *
 *     npx tsx examples/logNormalizers.ts
 */
import { logNormalizer, meanResultantLength, relativeLogNormalizer } from 'von-mises-fisher';

// One number. The textbook formula takes log I_255(1), and I_255(1) is 0 in double precision.
console.log(logNormalizer(512, 1)); // => 867.9671265997497

// Many at once, into an array that is used again.
const kappa = new Float64Array([20, 100, 500]);
const out = new Float64Array(3);
logNormalizer(256, kappa, { out });
console.log(out.join(' ')); // => 343.55597261129594 326.0486721899298 74.09253541896032

// The gradient in kappa is minus the mean resultant length.
console.log(meanResultantLength(256, kappa).join(' ')); // => 0.07765746251216196 0.34453932515825647 0.7768141349805955

// Logits of a softmax over components: log C_p(kappa_k) - log C_p(0) + kappa_k cos(x, mu_k). The constant
// log C_p(0) drops out, and without it nothing is lost to cancellation.
const cosines = [0.3, 0.24, 0.553];
const logits = Array.from(kappa, (k, i) => relativeLogNormalizer(256, k) + k * cosines[i]);
const largest = Math.max(...logits);
const weights = logits.map((logit) => Math.exp(logit - largest));
const sum = weights.reduce((a, b) => a + b);
console.log(weights.map((weight) => (weight / sum).toFixed(6)).join(' ')); // => 0.183276 0.299974 0.516750
