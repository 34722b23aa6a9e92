import { buildPrograms } from './kubernetes/programs.ts';
import { fetchJars } from './neo4j/jars.ts';

/** `npx tsx test/support/build.ts`: makes what the tests need and what takes minutes the first time, so that no test has to. */
await step('control plane', buildPrograms);
await step('neo4j', fetchJars);

async function step(name: string, make: () => Promise<string>): Promise<void> {
  const started = performance.now();
  const folder = await make();
  console.log(` ✓ ${name} in ${folder} (${((performance.now() - started) / 1000).toFixed(1)} s)`);
}
