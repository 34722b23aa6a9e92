import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import { cursor } from '../ontology/bulk-read.ts';
import { isDay } from '../ontology/property.ts';
import {
  fieldsOf,
  momentField,
  type ReadRecord,
  type RecordFields,
  type RecordKind,
  type RecordOutcome,
  storedMoment,
} from '../ontology/records.ts';
import { insertFormerHolder } from './former-store.ts';

const fields = z.object({
  holder: z.string(),
  properties: z.record(z.string(), z.string()),
  last_day: z.string().refine(isDay),
  deleted_at: momentField,
  deleted_by: z.string(),
});

const formerHolders = sql<RecordFields>`
  select e.name as of, f.holder, f.properties, f.last_day, ${storedMoment('f.deleted_at')} as deleted_at, f.deleted_by
  from former_holders f join entities e on e.id = f.position_id
  order by e.name collate "C", f.deleted_at, f.holder collate "C", f.properties::text collate "C"`;

/** Terms of office of deleted users in exports and imports (spec data-exchange#records). */
export const formerHolderRecords: RecordKind = {
  kind: 'former_holder',
  type: 'tor_function',
  read: async function* (tx) {
    for await (const rows of cursor(tx, 'former_holders_out', formerHolders))
      for (const row of rows) yield { fields: row };
  },
  writer: (tx) => ({ write: (record) => keep(tx, record) }),
};

async function keep(tx: Tx, { owner, fields: given }: ReadRecord): Promise<RecordOutcome> {
  return (await insertFormerHolder(tx, owner, fieldsOf(fields, given))) ? 'created' : 'present';
}
