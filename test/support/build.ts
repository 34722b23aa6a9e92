import { buildPrograms } from './kubernetes/programs.ts';

/** `npx tsx test/support/build.ts`: makes what the tests need and what takes minutes the first time, so that no test has to. */
const started = performance.now();
const folder = await buildPrograms();
console.log(` ✓ control plane in ${folder} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
