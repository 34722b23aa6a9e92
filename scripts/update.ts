import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { generatedFiles } from './generated.ts';
import { runSteps } from './steps.ts';

/** `npm run update`: fixes what `npm run verify` finds and a program can fix. */
const failed = await runSteps([
  { name: 'generated files', run: writeGenerated },
  { name: 'format and lint', run: ['biome', 'check', '--write', '.'] },
]);
process.exitCode = failed === 0 ? 0 : 1;

async function writeGenerated(): Promise<readonly string[]> {
  for (const { path, content } of await generatedFiles()) {
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, content);
  }
  return [];
}
