import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile } from 'node:fs/promises';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { startControlPlane } from '#test/support/control-plane-server.ts';
import { eventually } from '#test/support/eventually.ts';
import { startNeo4j } from '#test/support/neo4j-server.ts';
import { startPostgres } from '#test/support/postgres-server.ts';
import { isAlive } from '#test/support/temporary-folder.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const starters = [
  ['PostgreSQL', startPostgres, 'postgres-server.ts'],
  ['a control plane', startControlPlane, 'control-plane-server.ts'],
  ['Neo4j', startNeo4j, 'neo4j-server.ts'],
] as const;
const signals = ['SIGINT', 'SIGKILL'] as const;

let run: ChildProcess | undefined;
afterEach(() => run?.kill('SIGKILL'));

test.each(
  starters.flatMap(([server, start, module]) =>
    signals.map((signal) => [server, signal, start.name, module] as const),
  ),
)('%s is gone after %s of the process that started it', async (_, signal, start, module) => {
  const source = `const { ${start} } = await import('#test/support/${module}'); await ${start}(); console.log('started'); setInterval(() => {}, 1000);`;
  const program = ['--input-type=module', '-e', source];
  run = spawn(process.execPath, program, { cwd: root, stdio: ['ignore', 'pipe', 'inherit'] });
  const lines = createInterface({ input: run.stdout ?? process.stdin });
  await once(lines, 'line');
  const servers = await childrenOf(run.pid ?? 0);
  expect(servers.length).toBeGreaterThan(0);
  run.kill(signal);
  await once(run, 'exit');
  await eventually(() => expect(servers.filter(isAlive)).toEqual([]));
});

async function childrenOf(parent: number): Promise<number[]> {
  const children = await readFile(`/proc/${parent}/task/${parent}/children`, 'utf8');
  return children.trim().split(' ').filter(Boolean).map(Number);
}
