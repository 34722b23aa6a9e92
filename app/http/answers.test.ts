import { describe, expect, test } from 'vitest';
import { notFound, type Refusal, refuseConflict, refused, saved } from '../ontology/outcome.ts';
import type { EntitySnapshot } from '../ontology/snapshot.ts';
import { answer, redirect, refusedAt } from './answers.ts';

const target = { type: 'user', id: '1', label: 'Ada' };
const current: EntitySnapshot = {
  ...{
    id: '1',
    type: 'user',
    name: 'ada',
    label: 'Ada',
    sortOrder: 0,
    isActive: true,
    version: '3',
  },
  ...{ createdAt: new Date(0), updatedAt: new Date(0), properties: {} },
};

describe('an outcome becomes an answer', () => {
  test('saved leads on', async () => {
    expect(
      await answer(saved({ target, value: '7' }), { saved: (id) => `/users/${id}` }),
    ).toMatchObject({
      kind: 'redirect',
      to: '/users/7',
    });
    expect(
      await answer(saved({ target, value: 1 }), { saved: redirect('/users', 'Saved') }),
    ).toMatchObject({
      flash: { tone: 'success', text: 'Saved' },
    });
  });

  test('a missing item is 404', async () => {
    expect(await answer(notFound(), { saved: '/' })).toMatchObject({
      kind: 'problem',
      error: { status: 404 },
    });
  });

  test('a refusal is shown in the form, or is an error with its reasons', async () => {
    const shown = await answer(refused({ field: 'email', message: 'Enter an email address.' }), {
      saved: '/',
      refused: (problems, status) => ({ kind: 'json', value: problems, status: status ?? 0 }),
    });
    expect(shown).toEqual({
      kind: 'json',
      status: 422,
      value: [{ field: 'email', message: 'Enter an email address.' }],
    });
    expect(await answer(refused('No.', 409), { saved: '/' })).toMatchObject({
      kind: 'problem',
      error: { status: 409, details: { problems: [{ message: 'No.' }] } },
    });
    expect(
      await answer(refused(['No.', 'Not now.'].map((message) => ({ message }))), {
        saved: '/',
        refused: refusedAt('/users'),
      }),
    ).toEqual(redirect('/users', { tone: 'error', text: 'No. Not now.' }));
  });

  test('a conflict names the user who saved first and the changes', async () => {
    const since = [{ at: new Date(0), by: 'Grace', action: 'user.updated', fields: ['email'] }];
    const outcome = { ...refuseConflict(current, '2').outcome, since } as Refusal;
    expect(await answer(outcome, { saved: '/' })).toMatchObject({
      error: {
        status: 409,
        message: expect.stringContaining('Grace changed Ada (email; 1 January 1970, 00:00 UTC)'),
      },
    });
  });

  test('it says when as the clock of the reader does', async () => {
    const since = [
      {
        at: new Date('2026-11-24T15:30:00Z'),
        by: 'Grace',
        action: 'user.updated',
        fields: ['email'],
      },
    ];
    const reader = { timeZone: 'Asia/Tokyo', now: new Date('2026-11-24T15:40:00Z') };
    const outcome = { ...refuseConflict(current, '2').outcome, since, reader } as Refusal;
    expect(await answer(outcome, { saved: '/' })).toMatchObject({
      error: {
        message: expect.stringContaining('Grace changed Ada (email; today, 00:30 GMT+9)'),
      },
    });
  });
});

describe('spec requests#redirects: a redirect stays within the app', () => {
  test('its address is written as a browser writes it', () => {
    expect(redirect('/a/./b/../c?q=1#x')).toMatchObject({ to: '/a/c?q=1#x' });
  });

  test.each(['https://example.com', '/.//example.com', '/..//example.com'])(
    '%s is a mistake of the code',
    (to) => expect(() => redirect(to)).toThrow(TypeError),
  );
});
