import { sql } from 'kysely';
import { z } from 'zod';
import { isDay } from '../ontology/property.ts';
import {
  momentField,
  type RecordFields,
  type RecordKind,
  readRows,
  storedMoment,
  writeEach,
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
  read: readRows('former_holders_out', formerHolders),
  writer: writeEach(fields, async (tx, owner, holder) =>
    (await insertFormerHolder(tx, owner, holder)) ? 'created' : 'present',
  ),
};
