import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { planHash, revisionKey, runKey } from './keys.ts';
import { desired } from './plan.fixture.ts';

test('a plan is named by its migrations and their checksums alone, as a merge request can compute it', () => {
  const hash = createHash('sha256').update('0002_add_note abc\n0003_drop_note def\n').digest('hex');
  expect(
    planHash([
      { id: '0002', name: 'add_note', checksum: 'abc' },
      { id: '0003', name: 'drop_note', checksum: 'def' },
    ]),
  ).toBe(`sha256:${hash}`);
});

test('inputs cannot be moved from one place to the next', () => {
  expect(runKey('plan', 'ab', 'c')).not.toBe(runKey('plan', 'a', 'bc'));
  expect(runKey('plan', undefined, 'c')).not.toBe(runKey('plan', 'c', undefined));
});

test('a revision is what reaches the pods', () => {
  const key = (spec: object) => revisionKey(desired({ spec }).spec);
  expect(key({ resync: { schedule: '0 3 * * *' } })).toBe(
    key({ migrations: { approval: 'manual' } }),
  );
  expect(key({ logLevel: 'debug' })).not.toBe(key({}));
});
