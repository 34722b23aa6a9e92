import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { generatedFiles } from './generated.ts';
import { runSteps, type Step } from './steps.ts';

/**
 * `npm run verify`: the checks before a commit, in about half a minute. `--without-tests` skips the
 * unit tests for those who run `npm test`, which includes them.
 */
const options = { 'without-tests': { type: 'boolean', default: false } } as const;
const { values } = parseArgs({ options });

const failed = await runSteps([
  {
    name: 'format and lint',
    run: ['biome', 'ci', '--colors=off', '--error-on-warnings', '--diagnostic-level=warn', '.'],
    repair: 'npm run update',
  },
  { name: 'types', run: ['tsc'] },
  { name: 'unused code', run: ['knip', '--no-progress'] },
  { name: 'generated files', run: staleFiles, repair: 'npm run update' },
  { name: 'manifests', run: ['node', 'cdk8s/main.ts', '--out', 'build/verify-dist'] },
  ...(values['without-tests'] ? [] : [unitTests()]),
]);
process.exitCode = failed === 0 ? 0 : 1;

async function staleFiles(): Promise<readonly string[]> {
  const stale: string[] = [];
  for (const { path, content } of await generatedFiles()) {
    const found = await readFile(path, 'utf8').catch(() => undefined);
    if (found !== content)
      stale.push(`${path} ${found === undefined ? 'is missing' : 'differs from its source'}`);
  }
  return stale;
}

function unitTests(): Step {
  return { name: 'unit tests', run: ['vitest', 'run', '--project', 'unit'] };
}
