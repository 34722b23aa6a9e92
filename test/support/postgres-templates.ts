import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { Client } from 'pg';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/**
 * What a template database holds: this source's schema, without or with the content of a seed
 * profile.
 */
export type Template = 'migrated' | 'base' | 'demo';

const recipes: Record<Template, { from: Template | 'template0'; command: string[] }> = {
  migrated: { from: 'template0', command: ['migrate', '--json'] },
  base: { from: 'migrated', command: ['seed', '--profile', 'base', '--json'] },
  demo: { from: 'migrated', command: ['seed', '--profile', 'demo', '--json'] },
};

/**
 * The name of a template database, which the first caller of the run makes with the app's own
 * commands. Test files run in several processes at once; the advisory lock lets one of them make it
 * while the others wait.
 */
export async function templateDatabase(admin: string, template: Template): Promise<string> {
  const { from, command } = recipes[template];
  const name = `template_${template}`;
  const source = from === 'template0' ? from : await templateDatabase(admin, from);
  const client = new Client({ connectionString: admin });
  await client.connect();
  try {
    await client.query('select pg_advisory_lock(hashtext($1))', [name]);
    const { rowCount } = await client.query(
      'select from pg_database where datname = $1 and datistemplate',
      [name],
    );
    if (rowCount) return name;
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name} template ${source}`);
    const url = new URL(admin);
    url.pathname = `/${name}`;
    await runApp(command, url.href);
    // A database can only be cloned without connections to it.
    await client.query(`alter database ${name} with is_template true allow_connections false`);
    return name;
  } finally {
    await client.end();
  }
}

async function runApp(command: string[], databaseUrl: string): Promise<void> {
  const { PATH, HOME } = process.env;
  const env = {
    PATH,
    HOME,
    APP_ENV: 'test',
    DATABASE_URL: databaseUrl,
    DATABASE_SSL: 'disable',
    LOG_LEVEL: 'warn',
  };
  await run(process.execPath, ['--import', 'tsx', 'app/main.ts', ...command], { cwd: root, env });
}
