import { expect, test } from 'vitest';
import { mergeRows } from './merge.ts';

/** `ann=present`: a name and its status. */
const rows = (written: string) =>
  written
    .split(' ')
    .filter(Boolean)
    .map((one) => {
      const [name = '', status = ''] = one.split('=');
      return { name, status };
    });
const written = (list: readonly { name: string; status: string }[]) =>
  list.map(({ name, status }) => `${name}=${status}`).join(' ');

test.each<[string, base: string, mine: string, theirs: string, merged: string, conflicts: string]>([
  ['nobody changed anything', 'a=1 b=2', 'a=1 b=2', 'a=1 b=2', 'a=1 b=2', ''],
  ['I changed a row', 'a=1 b=2', 'a=9 b=2', 'a=1 b=2', 'a=9 b=2', ''],
  ['they changed a row', 'a=1 b=2', 'a=1 b=2', 'a=1 b=9', 'a=1 b=9', ''],
  ['each changed another row', 'a=1 b=2', 'a=8 b=2', 'a=1 b=9', 'a=8 b=9', ''],
  ['both made the same change', 'a=1', 'a=9', 'a=9', 'a=9', ''],
  ['each added a row', 'a=1', 'a=1 b=2', 'a=1 c=3', 'a=1 b=2 c=3', ''],
  ['both added the same row', 'a=1', 'a=1 b=2', 'a=1 b=2', 'a=1 b=2', ''],
  ['I removed a row', 'a=1 b=2', 'a=1', 'a=1 b=2', 'a=1', ''],
  ['they removed a row', 'a=1 b=2', 'a=1 b=2', 'a=1', 'a=1', ''],
  ['both removed it', 'a=1 b=2', 'a=1', 'a=1', 'a=1', ''],
  ['I removed what they changed', 'a=1 b=2', 'a=1', 'a=1 b=9', 'a=1 b=9', ''],
  ['they removed what I changed', 'a=1 b=2', 'a=1 b=9', 'a=1', 'a=1 b=9', ''],
  ['both changed a row', 'a=1', 'a=8', 'a=9', 'a=8', 'a'],
  ['both added a row of one name', '', 'a=8', 'a=9', 'a=8', 'a'],
  ['two rows of one name', 'a=1 a=2', 'a=1 a=3', 'a=1 a=2 b=4', 'a=1 a=3 b=4', ''],
  ['I put rows in another order', 'a=1 b=2', 'b=2 a=1', 'a=1 b=9', 'b=9 a=1', ''],
  ['everything was new', '', 'a=1', '', 'a=1', ''],
])('spec minutes#editing: %s', (_, base, mine, theirs, merged, conflicts) => {
  const edited = { base: rows(base), mine: rows(mine), theirs: rows(theirs) };
  const result = mergeRows('name', ['name', 'status'], edited);
  expect([written(result.rows), result.conflicts.join(' ')]).toEqual([merged, conflicts]);
});
