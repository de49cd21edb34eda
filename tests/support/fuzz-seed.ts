import fc from 'fast-check';

/**
 * Fuzz tests draw the same inputs in each run, so that a change is judged by
 * what it changed and not by luck. `npm run fuzz` draws new ones, and a
 * failure names the seed: EYELID_FUZZ_SEED=<seed> draws them again.
 */
const wanted = process.env['EYELID_FUZZ_SEED'];
const seed = wanted === 'random' ? Math.floor(Math.random() * 2 ** 31) : Number(wanted ?? 1);
fc.configureGlobal({ seed });
