import { expect, test } from 'vitest';
import {
  Interruption,
  notFound,
  refuse,
  refuseConflict,
  refused,
  refuseMissing,
  saved,
  savedAll,
} from './outcome.ts';

const target = { type: 'tor', id: '7', label: 'Board' };

test('a saved outcome has its value and its change', () => {
  expect(saved({ target, after: { a: 1 }, value: 'x' })).toEqual({
    ...{ ok: true, kind: 'saved', value: 'x' },
    changes: [{ target, after: { a: 1 } }],
  });
  expect(savedAll([], 5)).toEqual({ ok: true, kind: 'saved', value: 5, changes: [] });
});

test.each([
  ['a sentence', () => refused('No.'), [{ message: 'No.' }], 422],
  [
    'a reason',
    () => refused({ field: 'a', message: 'No.' }, 409),
    [{ field: 'a', message: 'No.' }],
    409,
  ],
  [
    'several reasons',
    () => refused([{ message: 'No.' }, { message: 'Nor this.' }]),
    [{ message: 'No.' }, { message: 'Nor this.' }],
    422,
  ],
] as const)('a refusal is a list of reasons, given as %s', (_, refuseIt, reasons, status) =>
  expect(refuseIt()).toEqual({ ok: false, kind: 'refused', reasons, status }),
);

test('a conflict has the seen and the current version, and no history yet', () => {
  const current = { id: '7' } as never;
  expect(refuseConflict(current, '3').outcome).toEqual({
    ok: false,
    kind: 'conflict',
    current,
    seen: '3',
    since: [],
  });
  expect(notFound()).toEqual({ ok: false, kind: 'not-found' });
});

test('what interrupts a command carries its outcome, which keeps nothing', () => {
  expect(refuse('No.')).toMatchObject({
    name: 'Interruption',
    message: 'The command ended early.',
    outcome: refused('No.'),
  });
  expect(refuse('No.', 409).outcome).toMatchObject({ status: 409 });
  expect(refuseMissing().outcome).toEqual(notFound());
  // @ts-expect-error only a refusal ends a command early
  new Interruption(savedAll([], 5));
});
