import { type RawBuilder, sql } from 'kysely';
import { z } from 'zod';
import { entityTypes } from '../declarations.ts';
import { cursor, type PropertyReference } from '../ontology/bulk-read.ts';
import { setReferences } from '../ontology/bulk-references.ts';
import type { Property } from '../ontology/property.ts';
import { fieldsOf, type RecordKind } from '../ontology/records.ts';
import { storedId } from '../ontology/stored-id.ts';

/** Types whose properties stay as they are: approved minutes are signed to the letter. */
const final: readonly string[] = ['minutes', 'audit_entry'];

/** The declared properties that hold the id of another entity. */
const references: readonly PropertyReference[] = Object.entries(entityTypes)
  .filter(([type]) => !final.includes(type))
  .flatMap(([type, properties]) =>
    Object.entries(properties as Readonly<Record<string, Property<unknown>>>).flatMap(
      ([key, { refersTo: to }]) => (to === undefined ? [] : [{ type, key, to }]),
    ),
  );

const fields = z.object({
  of_type: z.string(),
  items: z.array(z.tuple([z.string(), z.record(z.string(), z.string())])).min(1),
});

interface Row {
  readonly type: string;
  readonly name: string;
  /** Names of the entities that its properties refer to, by key. */
  readonly refs: Readonly<Record<string, string>>;
}

const known = sql.join(
  references.map(({ type, key, to }) => sql`(${sql.lit(type)}, ${sql.lit(key)}, ${sql.lit(to)})`),
);

const rowsOf: RawBuilder<Row> = sql`
  select e.entity_type as type, e.name, json_object_agg(k.key, t.name order by k.key) as refs
  from (values ${known}) k(type, key, target)
    join entities e on e.entity_type = k.type and e.properties ? k.key
    join entities t on t.id = ${storedId(sql`e.properties ->> k.key`)} and t.entity_type = k.target
  group by e.id order by e.entity_type collate "C", e.name collate "C"`;

/**
 * Whom or what properties refer to, such as the author of a comment: by name, because ids differ in
 * another database (spec data-exchange#references).
 */
export const referenceRecords: RecordKind = {
  kind: 'references',
  type: 'comment',
  otherTypes: [...new Set(references.map(({ type }) => type))],
  isShared: true,
  instead: references,
  read: async function* (tx) {
    for await (const rows of cursor(tx, 'references_out', rowsOf))
      for (const [type, some] of Map.groupBy(rows, (row) => row.type))
        yield {
          fields: { of: type, of_type: type, items: some.map(({ name, refs }) => [name, refs]) },
        };
  },
  writer: (tx) => ({
    write: async ({ fields: given, replaces }) => {
      const { of_type: type, items } = fieldsOf(fields, given);
      const targets = references.filter((reference) => reference.type === type);
      return (await setReferences(tx, { type, items, targets, replaces })) > 0
        ? 'created'
        : 'present';
    },
  }),
};
