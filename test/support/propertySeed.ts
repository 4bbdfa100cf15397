import fc from 'fast-check';

/**
 * Property tests draw the same points on every run, so that a failure is a change; SEED=... npm test
 * draws others.
 */
fc.configureGlobal({ seed: Number(process.env.SEED ?? 20221) });
