import { isDeepStrictEqual } from 'node:util';
import { sql } from 'kysely';
import { z } from 'zod';
import type { Tx } from '../db/database.ts';
import { cursor } from '../ontology/bulk-read.ts';
import { isDay } from '../ontology/property.ts';
import {
  findUserId,
  momentField,
  nameOfUser,
  type RecordFields,
  type RecordKind,
  type RecordOutcome,
  storedMoment,
  UnfitRecord,
  writeEach,
} from '../ontology/records.ts';
import { withoutWithheld } from '../ontology/schema.ts';
import { findVersion } from './queries.ts';
import { texts } from './texts.ts';
import { insertVersion } from './version-store.ts';

const fields = z.object({
  number: z.int().min(1),
  label: z.string(),
  properties: z.record(z.string(), z.string()).transform(withoutWithheld),
  adopted_on: z.string().refine(isDay),
  decision: z.string().min(1).max(500),
  adopted_at: momentField,
  adopted_by: z.string(),
  adopted_by_user: z.string().nullable(),
});

const versions = sql<RecordFields & { readonly properties: Readonly<Record<string, string>> }>`
  select e.name as of, v.number, v.label, v.properties, to_char(v.adopted_on, 'YYYY-MM-DD') as adopted_on,
    v.decision, ${storedMoment('v.adopted_at')} as adopted_at, v.adopted_by,
    ${nameOfUser('v.adopted_by_id')} as adopted_by_user
  from tor_versions v join entities e on e.id = v.tor_id
  order by e.name collate "C", v.number`;

/** Adopted Terms of Reference in exports and imports (spec data-exchange#records). */
export const adoptedVersionRecords: RecordKind = {
  kind: 'adopted_version',
  type: 'tor',
  read: async function* (tx) {
    for await (const rows of cursor(tx, 'adopted_versions_out', versions))
      for (const row of rows)
        yield { fields: { ...row, properties: withoutWithheld(row.properties) } };
  },
  writer: writeEach(fields, adopt),
};

/** A version that is stored never changes; the same one of a file is the same to the letter. */
async function adopt(
  tx: Tx,
  owner: string,
  version: z.output<typeof fields>,
): Promise<RecordOutcome> {
  const { number, label, properties, adopted_on: adoptedOn, decision } = version;
  const text = { number, label, properties, adoptedOn, decision };
  const stored = await findVersion(tx, owner, number);
  if (stored !== undefined) {
    const { adoptedAt: _at, adoptedBy: _by, ...kept } = stored;
    const same = { ...kept, properties: withoutWithheld(kept.properties) };
    if (isDeepStrictEqual(same, text)) return 'present';
    throw new UnfitRecord(texts.exchange.differs(number));
  }
  await insertVersion(tx, owner, {
    ...text,
    adoptedAt: new Date(version.adopted_at),
    adoptedBy: version.adopted_by,
    adoptedById: await findUserId(tx, version.adopted_by_user),
  });
  return 'created';
}
