import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createWriteStream } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrate } from '#app/db/migrate.ts';
import { bundle } from '../../scripts/bundle.ts';
import { startPostgres } from '../support/postgres-server.ts';

/** One run of the whole command, as a process of its own. */
export interface TransferFigure {
  readonly what: string;
  readonly entities: number;
  /** From the start of the process to its end. */
  readonly ms: number;
  readonly perSecond: number;
  /** Most memory that the process had at any moment, in MiB. */
  readonly peakMb: number;
}

/** An entity like those of the demo world, with so many properties of 50 characters on average. */
const entityLine = (place: number, properties: number): string =>
  JSON.stringify({
    ...{ entity_type: 'proposal', name: `bench_${place}`, label: `Proposal ${place}`, sort_order: 0 },
    properties: Object.fromEntries(
      [
        ['title', `A title of a usual length, ${place}`],
        ['status', 'draft'],
        ['submitted_date', '2026-11-24'],
        ['description', 'Some sentences that say what is proposed. '.repeat(4)],
      ].slice(0, properties),
    ),
  });

const relationLine = (place: number): string =>
  JSON.stringify({ relation_type: 'spawns_agenda_point', source: `proposal:bench_${place}`, target: 'agenda_point:bench' });

interface FileContent {
  readonly entities: number;
  readonly properties: number;
  readonly related: boolean;
}

/** Writes a native file, a line for each item. */
async function writeFileOf(path: string, { entities, properties, related }: FileContent): Promise<void> {
  const file = createWriteStream(path);
  const put = async (text: string) => void (file.write(text) || (await once(file, 'drain')));
  await put('{"entities":[{"entity_type":"relation_type","name":"spawns_agenda_point","label":"Spawns Agenda Point"},');
  await put('{"entity_type":"agenda_point","name":"bench","label":"Agenda point"}');
  for (let place = 0; place < entities; place += 1) await put(`,\n${entityLine(place, properties)}`);
  await put('],"relations":[');
  if (related) for (let place = 0; place < entities; place += 1) await put(`${place === 0 ? '' : ',\n'}${relationLine(place)}`);
  await put(']}\n');
  file.end();
  await once(file, 'close');
}

/** Imports files into empty databases and exports them again with the bundled app. @param sizes entities of each file */
export async function benchTransfer(sizes: readonly number[]): Promise<readonly TransferFigure[]> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(await startPostgres());
  const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'ahlt-bench-')), (made) => rm(made, { recursive: true }));
  await bundle({ outdir: folder, version: 'bench', entries: ['app'] });
  const figures: TransferFigure[] = [];
  for (const [place, content] of sizes.flatMap(contentsOf).entries()) {
    const file = join(folder, 'in.json');
    await writeFileOf(file, content);
    const url = await databaseFor(server, `bench_${place}`);
    const said = `${content.entities.toLocaleString('en-GB')} entities, ${content.properties} properties each${content.related ? ', one relation each' : ''}`;
    figures.push(await timed(folder, url, ['import', file, '--json'], `import: ${said}`, content.entities));
    if (!content.related) continue;
    for (const format of ['native', 'json-ld', 'sql']) {
      const words = ['export', '--format', format, '--out', join(folder, 'out'), '--json'];
      figures.push(await timed(folder, url, words, `export, ${format}: the same`, content.entities));
    }
  }
  return figures;
}

const contentsOf = (entities: number): readonly FileContent[] => [
  { entities, properties: 2, related: false },
  { entities, properties: 4, related: false },
  { entities, properties: 4, related: true },
];

async function databaseFor(server: Awaited<ReturnType<typeof startPostgres>>, name: string): Promise<string> {
  const { Client } = await import('pg');
  const client = new Client({ connectionString: server.url });
  await client.connect();
  await client.query(`create database ${name}`);
  await client.end();
  await migrate(server.urlOf(name));
  return server.urlOf(name);
}

async function timed(folder: string, url: string, words: readonly string[], what: string, entities: number): Promise<TransferFigure> {
  const env = { DATABASE_URL: url, APP_ENV: 'dev', LOG_LEVEL: 'warn' };
  const started = performance.now();
  const child = spawn(process.execPath, ['app.js', ...words], { cwd: folder, env, stdio: ['ignore', 'ignore', 'inherit'] });
  let peakMb = 0;
  const watch = setInterval(() => void peakOf(child.pid).then((peak) => (peakMb = Math.max(peakMb, peak))), 100);
  const [code] = (await once(child, 'close')) as [number];
  clearInterval(watch);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}`);
  const ms = performance.now() - started;
  return { what, entities, ms, perSecond: Math.round((entities / ms) * 1000), peakMb };
}

/** The high-water mark that the kernel keeps of a process; 0 where it keeps none. */
async function peakOf(pid: number | undefined): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
  return Math.round(Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024);
}
