import type { VNode } from 'preact';
import { z } from 'zod';
import { hiddenTypes } from '../entities/index.ts';
import { type Answer, download, empty, page } from '../http/answers.ts';
import type { Fields } from '../http/body.ts';
import type { Call } from '../http/call.ts';
import { form, query } from '../http/parsers.ts';
import { inBackground, mayRun, proven } from '../http/policy.ts';
import { hasProof } from '../http/proofs.ts';
import { type Routes, routes } from '../http/routes.ts';
import type { SignedIn, Visit } from '../http/visit.ts';
import type { Services } from '../services.ts';
import { type FormState, freshForm } from '../ui/form-state.ts';
import { exportContext, exportData, exportFiles } from './export/commands.ts';
import { exportQuery } from './export/schema.ts';
import { importData, importFile } from './import/commands.ts';
import { type DataManagerProps, dataManagerPage } from './pages.tsx';
import { readHoldings } from './queries.ts';
import { texts } from './texts.ts';
import { createTurns, type Turns } from './turns.ts';
import { answerImport } from './upload/answer.ts';
import { retryItems } from './upload/retry.ts';
import { retryInput } from './upload/schema.ts';
import { importUpload } from './upload/upload.ts';

type PageCall = Call & { readonly actor: SignedIn; readonly visit: Visit };

/** Maximum size of a form that carries items to retry; proxies elsewhere allow as much. */
const mostCarriedBytes = 1024 * 1024;

/**
 * Timeout of an export download in milliseconds: it holds a connection and a snapshot of the
 * database.
 */
const exportMs = 600_000;

/** Import and export. Imports ask for the password again; only one address accepts large bodies. */
export const dataManagerRoutes = (services: Services): Routes => {
  const { config, log } = services;
  const { maxBytes } = config.imports;
  const turns = createTurns({ poolMax: config.database.poolMax });
  const core = { importData, services, turns, log };
  const show = async (
    { actor, visit, now }: PageCall,
    more: Partial<DataManagerProps> = {},
  ): Promise<VNode> =>
    dataManagerPage({
      ...(await readHoldings(services.db, hiddenTypes(actor.permissions))),
      ...{
        maxBytes,
        needsProof: !hasProof(visit, now),
        showsHistory: actor.permissions.has('audit.view'),
      },
      ...more,
    });
  const refused = async (
    call: PageCall,
    fields: Fields,
    problems: FormState['problems'],
    status: number,
  ): Promise<Answer> =>
    page(
      await show(call, {
        importState: { ...freshForm({ mode: 'skip', ...chosen(fields) }), problems },
      }),
      status,
    );
  return routes()
    .offer('/data-manager', texts.offers.import)
    .offer('/data-manager', texts.offers.export)
    .get('/data-manager', mayRun(importFile), async (call) => page(await show(call)))
    .get('/data-manager/state', inBackground(mayRun(importFile)), async (call) =>
      page(await show(call)),
    )
    .post('/data-manager/proof', proven(mayRun(importFile)), form(z.object({})), () => empty())
    .post(
      '/data-manager/retry',
      proven(mayRun(importFile)),
      form(retryInput, undefined, { limit: mostCarriedBytes }),
      (call) => retryItems(core, call),
    )
    .post(
      '/api/data/import',
      proven(mayRun(importFile)),
      importUpload<PageCall>({ limit: maxBytes, turns, refused }),
      (call) => answerImport(core, call),
    )
    .get(
      '/api/data/export',
      proven(mayRun(importFile)),
      query(exportQuery),
      async ({ actor, filter: { format, types }, request, response }) => {
        const { name: fileName, type } = exportFiles[format];
        if (request.method === 'HEAD') return download({ body: '', type, fileName });
        turns.begin('export', actor.id, response);
        const pieces = exportData(services, actor, {
          format,
          ...(types === undefined ? {} : { types }),
        });
        return download({
          body: await begun(holding(turns, pieces)),
          type,
          fileName,
          deadlineMs: exportMs,
        });
      },
    )
    .get('/api/data/schema', mayRun(importFile), async ({ actor }) =>
      download({
        body: JSON.stringify({ '@context': await exportContext(services, actor) }),
        type: 'application/ld+json',
      }),
    );
};

const chosen = ({ mode, dry_run: dryRun }: Fields): Fields => ({
  ...(mode === undefined ? {} : { mode }),
  ...(dryRun === undefined ? {} : { dry_run: dryRun }),
});

/** The same pieces, over a connection of the share of imports and exports. */
async function* holding(turns: Turns, pieces: AsyncIterable<string>): AsyncGenerator<string> {
  using _turn = await turns.connection();
  yield* pieces;
}

/**
 * Produces the first piece in advance, so that an early failure is an ordinary error and not half a
 * file. Ending the iterator closes the transaction, even if no piece was read.
 */
async function begun(pieces: AsyncIterable<string>): Promise<AsyncIterable<string>> {
  const source = pieces[Symbol.asyncIterator]();
  let first: IteratorResult<string> | undefined = await source.next();
  const iterator: AsyncIterator<string> = {
    next: async () => {
      const next = first ?? (await source.next());
      first = undefined;
      return next;
    },
    return: async () => (await source.return?.()) ?? { done: true, value: undefined },
  };
  return { [Symbol.asyncIterator]: () => iterator };
}
