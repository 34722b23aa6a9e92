import { relative } from 'node:path';
import { createVitest, parseCLI, type TestSpecification, type Vitest } from 'vitest/node';
import { type Part, partsNeeded } from './support/requires.ts';

/**
 * `npm test [-- file ...]`: prepares what the tests need, runs both vitest projects, and names what
 * was skipped and why. Its last line is `N passed, N failed, N skipped`; it fails if a test failed,
 * and with CI=true if anything was skipped.
 */
const { filter, options } = parseCLI(['vitest', 'run', ...process.argv.slice(2)]);
// Containers are tested by separate commands; this one runs on every machine.
const withoutEngine = ['unit', 'parts'];
const vitest = await createVitest('test', { project: withoutEngine, ...options, watch: false });
await vitest.standalone();
process.once('SIGINT', () => void stop(vitest));

const { runnable, left } = await sort(await vitest.globTestSpecifications(filter));
const { testModules, unhandledErrors } = await vitest.runTestSpecifications(
  runnable,
  filter.length === 0,
);
const tests = testModules.flatMap((module) => [...module.children.allTests()]);
const count = (state: string) => tests.filter((test) => test.result().state === state).length;
const broken = testModules.filter((module) => module.errors().length > 0).length;
const failed = count('failed') + broken + unhandledErrors.length;
const skipped = count('skipped') + count('pending') + left.length;
await vitest.close();

for (const line of left) console.log(` ↓ ${line}`);
if (testModules.length === 0 && left.length === 0)
  console.log(`No test file matches ${filter.join(' ')}.`);
console.log(`${count('passed')} passed, ${failed} failed, ${skipped} skipped`);
process.exit(
  failed > 0 || testModules.length + left.length === 0 || (process.env.CI && skipped > 0) ? 1 : 0,
);

/**
 * Prepares the parts that the files need; skips files whose part this machine cannot have, with a
 * line that says so.
 */
async function sort(
  specifications: readonly TestSpecification[],
): Promise<{ runnable: TestSpecification[]; left: string[] }> {
  const needed = await partsNeeded([...new Set(specifications.map(({ moduleId }) => moduleId))]);
  const missing = new Map<Part, string>();
  for (const part of new Set([...needed.values()].flat())) {
    const reason = await part.missing();
    if (reason) missing.set(part, reason);
    else await prepare(part);
  }
  const lacking = (specification: TestSpecification) =>
    needed.get(specification.moduleId)?.find((part) => missing.has(part));
  return {
    runnable: specifications.filter((specification) => !lacking(specification)),
    left: specifications.flatMap((specification) => {
      const part = lacking(specification);
      return part
        ? [
            `${relative(process.cwd(), specification.moduleId)} needs ${part.name}: ${missing.get(part)}`,
          ]
        : [];
    }),
  };
}

async function prepare({ name, prepare: make }: Part): Promise<void> {
  const slow = setTimeout(
    () => console.log(`Preparing ${name}; minutes the first time, nothing later …`),
    2_000,
  );
  try {
    await make();
  } finally {
    clearTimeout(slow);
  }
}

async function stop(running: Vitest): Promise<never> {
  await running.cancelCurrentRun('keyboard-input');
  await running.close();
  process.exit(130);
}
