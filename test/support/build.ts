import { parts } from './requires.ts';

/**
 * `npx node test/support/build.ts`: prepares everything that takes minutes the first time, so that
 * no test has to.
 */
for (const { name, missing, prepare } of parts) {
  const started = performance.now();
  const reason = await missing();
  const outcome = reason ? `✗ ${name}: ${reason}` : `✓ ${name}: ${await prepare()}`;
  console.log(` ${outcome} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}
