import type { Migration } from '../migration.ts';

/** Constraints on the lengths of texts, in characters, each in the place of one that counts the characters of every text. */
const limits = [
  ['entities', 'entity_type', 63],
  ['entities', 'name', 255],
  ['entity_properties', 'key', 128],
] as const;

/**
 * A text has no more characters than bytes, and how many bytes it has is known: characters are counted only of a text with more bytes than
 * its limit. Counting those of each new row took a fiftieth of an import (docs/decisions/033-imports-in-one-transaction.md). Tables are
 * locked for a moment each; they are read with people at work.
 */
export const lengthsInBytes: Migration = {
  id: '0022',
  name: 'lengths_in_bytes',
  outsideTransaction: true,
  statements: limits.flatMap(([table, column, most]) => {
    const name = `${table}_${column}_length`;
    return [
      `alter table ${table} drop constraint if exists ${name},
  add constraint ${name} check (${column} <> '' and (octet_length(${column}) <= ${most} or char_length(${column}) <= ${most})) not valid`,
      `alter table ${table} validate constraint ${name}`,
      `alter table ${table} drop constraint if exists ${table}_${column}_check`,
    ];
  }),
};
