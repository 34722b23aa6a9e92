import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { startPostgres } from '#test/support/postgres-server.ts';
import { bundle } from '../../scripts/bundle.ts';
import { cpuMs, endedChildrenMs, peakMb } from './process-figures.ts';
import {
  asInPod,
  type Bench,
  databaseFor,
  postmasterOf,
  type TransferFigure,
} from './transfer-bench.ts';
import { type FileContent, writeFileOf } from './transfer-files.ts';
import { benchServedTransfer } from './transfer-served.ts';

/** Up to this many entities everything is measured; beyond it only what memory could depend on. */
const most = 100_000;

/**
 * Imports files into empty databases and exports them again with the bundled app: by commands, then
 * over HTTP.
 * @param postgres folder of the server's programs, if not those of the package
 */
export async function benchTransfer(
  entities: number,
  postgres?: string,
): Promise<readonly TransferFigure[]> {
  await using stack = new AsyncDisposableStack();
  const server = stack.use(
    await startPostgres(undefined, postgres === undefined ? {} : { programs: postgres }),
  );
  const folder = stack.adopt(await mkdtemp(join(tmpdir(), 'ahlt-bench-')), (made) =>
    rm(made, { recursive: true }),
  );
  await bundle({ outdir: folder, version: 'bench', entries: ['app'], minify: true });
  const bench: Bench = { server, folder, postgres: await postmasterOf(server) };
  const like = entities > most ? (['demo-like'] as const) : (['short', 'demo-like'] as const);
  const figures: TransferFigure[] = [];
  for (const each of like)
    figures.push(...(await throughCommands(bench, { entities, like: each })));
  return [...figures, ...(await benchServedTransfer(bench, entities))];
}

async function throughCommands(
  bench: Bench,
  content: FileContent,
): Promise<readonly TransferFigure[]> {
  const [file, out] = [join(bench.folder, 'in.json'), join(bench.folder, 'out')];
  const { entities, like } = content;
  await writeFileOf(file, content);
  const url = await databaseFor(bench.server, `bench_${like.replaceAll('-', '_')}`);
  const label = `${entities.toLocaleString('en-GB')} ${like} entities`;
  const imported = await timed(bench, url, ['import', file, '--json'], {
    what: `import: ${label}`,
    entities,
  });
  if (like === 'short') return [imported];
  const exported: TransferFigure[] = [];
  for (const format of ['sql', 'jsonld', 'json'])
    exported.push(
      await timed(bench, url, ['export', '--format', format, '--out', out], {
        what: `export, ${format}: ${label}`,
        entities,
      }),
    );
  if (entities > most) return [imported, ...exported];
  const again = await databaseFor(bench.server, 'bench_again');
  const first = await digestOf(out);
  const second = await timed(bench, again, ['import', out, '--json'], {
    what: 'import: the JSON export',
    entities,
  });
  await timed(bench, again, ['export', '--out', out], { what: 'export', entities });
  if ((await digestOf(out)) !== first)
    throw new Error('An export that was imported gives another export.');
  return [imported, ...exported, second];
}

async function timed(
  { folder, postgres }: Bench,
  url: string,
  words: readonly string[],
  of: Pick<TransferFigure, 'what' | 'entities'>,
): Promise<TransferFigure> {
  const env = {
    ...{ DATABASE_URL: url, APP_ENV: 'dev', LOG_LEVEL: 'warn' },
    NODE_OPTIONS: asInPod,
  };
  const [started, before, childrenBefore] = [
    performance.now(),
    await cpuMs(postgres),
    await endedChildrenMs(),
  ];
  const child = spawn(process.execPath, ['app.js', ...words], {
    cwd: folder,
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  let peak = 0;
  const watch = setInterval(
    () => void peakMb(child.pid).then((now) => (peak = Math.max(peak, now))),
    100,
  );
  const [code] = (await once(child, 'close')) as [number];
  clearInterval(watch);
  if (code !== 0) throw new Error(`${words.join(' ')} ended with ${code}`);
  const ms = performance.now() - started;
  const computed = {
    databaseMs: (await cpuMs(postgres)) - before,
    appMs: (await endedChildrenMs()) - childrenBefore,
  };
  return { ...of, ms, ...computed, peakMb: peak };
}

async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
