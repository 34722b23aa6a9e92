import { hiddenTypes, readersOf } from '../../entities/index.ts';
import { AppError } from '../../errors.ts';
import type { Actor } from '../../ontology/actor.ts';
import { inSnapshot, readVocabulary, type Selection } from '../../ontology/bulk-read.ts';
import type { CommandServices } from '../../ontology/command.ts';
import { currentPermissions } from '../../ontology/permissions.ts';
import { inTransaction } from '../../ontology/transaction.ts';
import type { Powers } from '../../roles/index.ts';
import { jsonLdContext, jsonLdDocument } from '../formats/json-ld/write.ts';
import { nativeDocument } from '../formats/native/write.ts';
import { type Counts, type Pieces, writeSome } from '../formats/pieces.ts';
import { sqlScript } from '../formats/sql/write.ts';
import { unknownTypes } from '../queries.ts';
import { texts } from '../texts.ts';
import type { ExportData, ExportFormat } from '../transfer.ts';
import { neverTransferred } from '../transfer.ts';
import { texts as transferTexts } from '../transfer-texts.ts';
import { writeRecords } from './records.ts';

const documents: Readonly<Record<ExportFormat, Pieces>> = {
  json: nativeDocument,
  jsonld: jsonLdDocument,
  sql: sqlScript,
};

/** File name and media type of each format. */
export const exportFiles: Readonly<
  Record<ExportFormat, { readonly name: string; readonly type: string }>
> = {
  json: { name: 'ahlt-export.json', type: 'application/json' },
  jsonld: { name: 'ahlt-export.jsonld', type: 'application/ld+json' },
  sql: { name: 'ahlt-export.sql', type: 'text/plain; charset=utf-8' },
};

/** See `ExportData`. */
export const exportData: ExportData = async function* (
  services,
  actor,
  { format, types, records },
) {
  const powers = await exportPowers(services, actor, types);
  const unknown = await unknownTypes(services.db, types ?? []);
  if (unknown.length > 0)
    throw new AppError('unknown_type', {
      message: texts.problem.unknownTypes(unknown),
      status: 400,
      details: { types: unknown },
    });
  const withheld = hiddenTypes(powers);
  const selection: Selection = {
    ...{ types, except: [...neverTransferred, ...withheld] },
    without: records?.kinds.flatMap(({ instead = [] }) => instead),
  };
  const counts: Counts = { entities: 0, relations: 0 };
  let complete = false;
  try {
    yield* inSnapshot(services.db, async function* (tx) {
      yield* writeSome(documents[format](tx, selection, counts));
      if (records !== undefined) counts.records = await writeRecords(tx, selection, records);
    });
    complete = true;
  } finally {
    // Records a partial export too, because data has left.
    await note(services, actor, {
      format,
      ...(types && { types }),
      ...(withheld.length > 0 && { withheld }),
      ...counts,
      complete,
    });
  }
};

/** The `@context` of a JSON-LD export, for consumers that read it in parts. Throws `forbidden`. */
export async function exportContext(
  services: CommandServices,
  actor: Actor,
): Promise<Readonly<Record<string, string>>> {
  await exportPowers(services, actor);
  const contexts = inSnapshot(services.db, async function* (tx) {
    yield jsonLdContext(await readVocabulary(tx));
  });
  for await (const context of contexts) return context;
  return {};
}

const note = (
  services: CommandServices,
  actor: Actor,
  details: Readonly<Record<string, unknown>>,
): Promise<void> =>
  inTransaction(services, async (_tx, record) =>
    record([
      {
        action: 'data.exported',
        actor,
        target: { type: 'data', id: null, label: transferTexts.targets.export },
        always: true,
        details,
      },
    ]),
  );

/**
 * The exporting actor's current permissions.
 * @param types requested by name
 * @throws `forbidden` if the actor may not export, or not those types; the attempt is recorded
 */
async function exportPowers(
  services: CommandServices,
  actor: Actor,
  types: readonly string[] = [],
): Promise<Powers> {
  if (actor.kind === 'system') return 'everything';
  const powers = await currentPermissions(services.db, actor);
  const lacking = (['settings.manage', ...types.flatMap(readersOf)] as const).find(
    (code) => !powers.has(code),
  );
  if (lacking === undefined) return powers;
  const details = { command: 'data.exported', permission: lacking };
  await inTransaction(services, async (_tx, record) =>
    record([{ action: 'access.denied', actor, outcome: 'denied', details, always: true }]),
  );
  throw new AppError('forbidden', { message: transferTexts.needs(lacking), status: 403, details });
}
