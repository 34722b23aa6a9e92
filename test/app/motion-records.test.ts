import { expect, test } from 'vitest';
import { entity, exportedWhole, imported, recordSource, store } from './data-transfer-fixture.ts';

const file = {
  entities: [
    entity('meeting', 'march', { properties: { status: 'completed' } }),
    entity('agenda_point', 'budget'),
    entity('user', 'ada'),
  ],
};

const step = (at: string, by: string, user: string | null = null) => ({
  ...{ at: `2026-03-01T10:${at}:00.000000Z`, by, by_user: user },
});
const motion = (more: object = {}) => ({
  ...{ kind: 'motion', of: 'march', point: 'budget', motion_kind: 'take_break', wording: '' },
  ...{ moved: step('01', 'Ada', 'ada'), seconded: step('02', 'Ben'), opened: step('03', 'Cara') },
  ...{ closed: step('04', 'Cara'), result: 'carried' },
  votes: { for: 4, against: 1, abstained: 0 },
  ...more,
});
const lapsed = motion({
  ...{ motion_kind: 'other', wording: 'Hear the auditor', moved: step('05', 'Dan') },
  ...{ seconded: null, opened: null, result: 'lapsed', votes: null },
  closed: { ...step('06', ''), by: null },
});
const source = (...records: object[]) =>
  recordSource({
    lines: [...records, { records: records.length }].map((line) => JSON.stringify(line)),
    files: new Map(),
  });

test('spec motions#exchange: settled motions come out as they went in', async () => {
  const to = await store('migrated');
  const records = source(motion(), lapsed);
  const first = await imported(to, file, { mode: 'upsert', records });
  expect(first).toMatchObject({ committed: true, errors: [], records: { created: 2, errors: [] } });
  const { lines } = await exportedWhole(to);
  const kept = lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === 'motion');
  expect(kept).toEqual([motion(), lapsed]);
  const again = await imported(to, file, { mode: 'upsert', records: source(...kept) });
  expect(again.records).toMatchObject({ created: 0, skipped: 2, error_count: 0 });
});

test('spec motions#exchange: stored motions stay, and an impossible one is refused by itself', async () => {
  const to = await store('migrated');
  await imported(to, file, { mode: 'upsert', records: source(motion()) });
  const refused = [
    motion({ result: 'rejected' }),
    motion({ moved: step('00', 'Ada', 'ada') }),
    motion({ point: 'nothing', moved: step('07', 'Ada') }),
    motion({ opened: null, moved: step('08', 'Ada') }),
    motion({ result: 'withdrawn', moved: step('09', 'Ada') }),
    motion({ motion_kind: 'revolution' }),
  ];
  const result = await imported(to, file, { mode: 'upsert', records: source(...refused) });
  expect(result.records).toMatchObject({ created: 0, error_count: refused.length });
  expect(result.records?.errors.slice(0, 3).map(({ reason }) => reason)).toEqual([
    'The stored meeting has another motion that was moved at 2026-03-01T10:01:00.000000Z.',
    'The stored meeting has a motion that was moved after 2026-03-01T10:00:00.000000Z.',
    'There is no agenda point “nothing”.',
  ]);
});
