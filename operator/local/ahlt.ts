import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { processEnvironment } from '../config.ts';
import { runAppCommand } from './app-command.ts';
import { LocalFault } from './fault.ts';
import { fullDiskFault } from './full-disk.ts';
import { parseLocalConfig } from './options.ts';

/**
 * `npm run ahlt -- <command>`: runs a command of the app on the environment of `npm start`, whether
 * or not that is running. stdout is the app's own; messages of this program go to stderr.
 */
const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[\\/]$/, '');

process.exitCode = await main(process.argv.slice(2));

async function main(words: readonly string[]): Promise<number> {
  const variables = processEnvironment();
  const config = parseLocalConfig(variables);
  if (!config.ok) return explain('the environment variables are invalid', config.problems, 2);
  try {
    return await runAppCommand({
      root,
      words,
      config: config.value,
      variables,
      data: resolve(config.value.data ?? '.data'),
      // npm starts programs in the repository's root; file arguments are relative to the user's
      // folder.
      from: variables['INIT_CWD'] ?? process.cwd(),
    });
  } catch (error) {
    const fault = fullDiskFault(error) ?? error;
    if (fault instanceof LocalFault) return explain(fault.message, fault.advice, fault.exitCode);
    throw error;
  }
}

function explain(reason: string, lines: readonly string[], exitCode: number): number {
  process.stderr.write([` ✗ ${reason}`, ...lines.map((line) => `   ${line}`), ''].join('\n'));
  return exitCode;
}
