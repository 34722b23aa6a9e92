import { expect, test } from 'vitest';
import type { OwnerType } from './owner.ts';
import { areFrozen } from './rules.ts';

test.each<[OwnerType, string | null, boolean]>([
  ['document', null, false],
  ['proposal', null, false],
  ['proposal', 'draft', false],
  ['proposal', 'rejected', false],
  ['proposal', 'submitted', true],
  ['proposal', 'approved', true],
  ['agenda_point', null, false],
  ['agenda_point', 'in_progress', false],
  ['agenda_point', 'voted', true],
  ['coa', 'scheduled', false],
  ['coa', 'completed', true],
])('spec attachments#frozen: files of a %s that is %s', (type, status, expected) => {
  expect(areFrozen({ type, status })).toBe(expected);
});
