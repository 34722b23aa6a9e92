import { expect, test } from 'vitest';
import { backupName } from './backup.ts';

test('backups of one database sort by time', () => {
  const names = ['2026-11-24T17:00:00.000Z', '2026-11-24T09:30:05.999Z'].map((at) =>
    backupName('ahlt_dev', new Date(at)),
  );
  expect(names.toSorted()).toEqual([
    'ahlt_dev-20261124T093005Z.dump',
    'ahlt_dev-20261124T170000Z.dump',
  ]);
});
