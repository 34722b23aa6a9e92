import fc from 'fast-check';

// A mutant runs thousands of times: properties without their own number of runs get few, and always
// the same ones, so that scores are comparable.
fc.configureGlobal({ numRuns: 25, seed: 20_240_229 });
