import { sql } from 'kysely';
import type { Tx } from '../../db/database.ts';
import {
  type RecordKind,
  type RecordOutcome,
  type RecordWriter,
  UnfitRecord,
} from '../../ontology/records.ts';
import { inSavepoint, isAboutData } from '../../ontology/savepoint.ts';
import { isRecord } from '../formats/items.ts';
import { malformed } from '../formats/json/splitter.ts';
import type { RecordSource } from '../transfer.ts';
import { texts } from '../transfer-texts.ts';
import type { Importing } from './importing.ts';

interface Kind extends RecordKind {
  readonly store: RecordWriter;
}

/**
 * Stores the records beside the file, after its entities and relations (spec
 * data-exchange#records). An invalid one is refused by itself.
 * @param proceed called after each record; `false` ends the import
 * @throws `import_malformed` if records are missing at the end
 */
export async function importRecords(
  importing: Importing,
  source: RecordSource,
  proceed: () => boolean,
): Promise<void> {
  const { tx, tally } = importing;
  const kinds = new Map(
    source.kinds.map((kind): [string, Kind] => [kind.kind, { ...kind, store: kind.writer(tx) }]),
  );
  tally.beginRecords();
  let [line, end]: [number, unknown] = [0, undefined];
  for await (const text of source.lines) {
    const fields = parsed(text);
    if (isRecord(fields) && 'records' in fields) end = fields['records'];
    if (end !== undefined) break;
    line += 1;
    try {
      tally.record(await inSavepoint(tx, () => store(importing, kinds, fields, source)));
    } catch (error) {
      if (!(error instanceof UnfitRecord) && !isAboutData(error)) throw error;
      tally.refuseRecord({ line, item: nameOf(fields), reason: error.message });
    }
    if (!proceed()) return;
  }
  if (end !== line) throw malformed(texts.recordsCut);
  for (const { store: writer } of kinds.values()) await writer.end?.();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

const nameOf = (fields: unknown): string =>
  isRecord(fields)
    ? [fields['kind'], fields['of'], fields['number'] ?? fields['name'] ?? fields['opened_at']]
        .filter(Boolean)
        .join(' ')
    : '?';

async function store(
  { tx, mode }: Importing,
  kinds: ReadonlyMap<string, Kind>,
  fields: unknown,
  { open }: RecordSource,
): Promise<RecordOutcome> {
  const kind = isRecord(fields) ? kinds.get(String(fields['kind'])) : undefined;
  if (kind === undefined || !isRecord(fields)) throw new UnfitRecord(texts.notARecord);
  const record = { fields, open, replaces: mode === 'upsert' };
  if (kind.isShared === true) return kind.store.write({ owner: '', ...record });
  const name = String(fields['of']);
  const type = typeOf(kind, fields['of_type']);
  const owner = await findOwner(tx, type, name);
  if (owner === undefined) throw new UnfitRecord(texts.notFound(type, name));
  // An entity from before the import stays as it is, unless the import replaces it.
  if (!owner.isNew && mode === 'skip') return 'present';
  if (!owner.isNew && mode === 'fail') throw new UnfitRecord(texts.exists(type, name));
  return kind.store.write({ owner: owner.id, ...record });
}

/** The type of a record's owner: the one that it names, if its kind allows it. */
function typeOf({ type, otherTypes = [] }: Kind, named: unknown): string {
  if (named === undefined) return type;
  if (typeof named !== 'string' || !otherTypes.includes(named))
    throw new UnfitRecord(texts.notARecord);
  return named;
}

async function findOwner(
  tx: Tx,
  type: string,
  name: string,
): Promise<{ readonly id: string; readonly isNew: boolean } | undefined> {
  const { rows } = await sql<{ id: string; isNew: boolean }>`
    select id, created_at = now() as "isNew" from entities where entity_type = ${type} and name = ${name}`.execute(
    tx,
  );
  return rows[0];
}
