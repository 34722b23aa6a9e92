import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { Pool } from 'pg';
import { seed } from '#app/seed/index.ts';
import { startAppServer } from '#test/support/app-server.ts';
import { cpuMs, peakMb } from './process-figures.ts';
import { serveBundled } from './served-app.ts';
import { asInPod, type Bench, databaseFor, type TransferFigure } from './transfer-bench.ts';
import { writeFileOf } from './transfer-files.ts';

/** The same over HTTP: memory and time of the serving process during import and export. */
export async function benchServedTransfer(
  bench: Bench,
  entities: number,
): Promise<readonly TransferFigure[]> {
  const file = join(bench.folder, 'in.json');
  await writeFileOf(file, { entities, like: 'demo-like' });
  const url = await databaseFor(bench.server, 'bench_served');
  await seeded(url);
  const headers = await administrator(url);
  await using served = await serveBundled(bench.folder, url, {
    IMPORT_MAX_MB: '1000',
    NODE_OPTIONS: asInPod,
  });
  const timed = async (what: string, work: () => Promise<void>): Promise<TransferFigure> => {
    const [started, before, appBefore] = [
      performance.now(),
      await cpuMs(bench.postgres),
      await cpuMs(served.pid),
    ];
    await work();
    const ms = performance.now() - started;
    const computed = {
      databaseMs: (await cpuMs(bench.postgres)) - before,
      appMs: (await cpuMs(served.pid)) - appBefore,
    };
    return { what, entities, ms, ...computed, peakMb: await peakMb(served.pid) };
  };
  const label = `over HTTP, ${entities.toLocaleString('en-GB')} demo-like entities`;
  return [
    await timed(`import: ${label}`, async () => {
      const body = Readable.toWeb(createReadStream(file)) as ReadableStream;
      const sent = {
        method: 'POST',
        body,
        duplex: 'half',
        headers: { ...headers, 'Content-Type': 'application/json' },
      };
      const answer = await fetch(`${served.url}/api/data/import`, sent as RequestInit);
      const text = await answer.text();
      if (answer.status !== 200 || !text.includes('"error_count":0'))
        throw new Error(`${answer.status}: ${text.slice(0, 500)}`);
    }),
    await timed(`export, json: ${label}`, async () => {
      const answer = await fetch(`${served.url}/api/data/export?format=json`, { headers });
      let bytes = 0;
      for await (const chunk of answer.body ?? []) bytes += chunk.length;
      if (answer.status !== 200 || bytes < entities * 100)
        throw new Error(`${answer.status}, ${bytes} bytes`);
    }),
  ];
}

async function seeded(url: string): Promise<void> {
  const pool = new Pool({ connectionString: url, max: 1 });
  await seed(pool, { profile: 'base', now: new Date(), appVersion: 'bench' }).finally(() =>
    pool.end(),
  );
}

/**
 * Headers of a user who may import and export. Sessions are in the database, so another process
 * accepts them.
 */
async function administrator(url: string): Promise<Readonly<Record<string, string>>> {
  await using app = await startAppServer({ url });
  const { cookies, csrf } = await app.signIn('admin');
  return {
    Accept: 'application/json',
    Cookie: [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    'X-CSRF-Token': csrf,
  };
}
