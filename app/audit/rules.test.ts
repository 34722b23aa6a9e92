import { describe, expect, test } from 'vitest';
import { type AuditFilter, auditQuery, chosen, isFiltered } from './rules.ts';
import { texts } from './texts.ts';

type Extras = Readonly<Record<string, string>>;
const ask = (extras: Extras, search = '', timeZone?: string) =>
  auditQuery({ search, extras, ...(timeZone === undefined ? {} : { timeZone }) });

describe('an address becomes a filter', () => {
  test.each<[string, Extras, AuditFilter]>([
    ['nothing asked', {}, {}],
    ['a family', { action: 'user' }, { family: 'user' }],
    ['a family with its dot', { action: 'user.' }, { family: 'user' }],
    ['one action', { action: 'user.created' }, { action: 'user.created' }],
    ['all actions', { action: 'all' }, {}],
    ['an outcome', { outcome: 'denied' }, { outcome: 'denied' }],
    ['an actor', { actor: '12' }, { actor: '12' }],
    ['a kind of target', { target_type: 'role' }, { targetType: 'role' }],
    ['all kinds of target', { target_type: 'all' }, {}],
    ['one target', { target_id: '7' }, { targetId: '7' }],
    ['a first day', { from: '2026-11-24' }, { from: new Date('2026-11-24T00:00:00Z') }],
    ['a last day, to its end', { to: '2026-11-24' }, { until: new Date('2026-11-25T00:00:00Z') }],
  ])('%s', (_, extras, filter) => {
    expect(ask(extras)).toEqual({ ok: true, filter, cursor: undefined });
  });

  test('days are those of the reader', () => {
    expect(ask({ from: '2026-11-24', to: '2026-11-24' }, '', 'Europe/Berlin')).toMatchObject({
      filter: { from: new Date('2026-11-23T23:00:00Z'), until: new Date('2026-11-24T23:00:00Z') },
    });
  });

  test('a search goes without case through names, codes and words of actions', () => {
    const query = ask({}, 'ROLE.ASSIGNED');
    expect(query).toMatchObject({ filter: { search: 'role.assigned' } });
    expect(query.ok && query.filter.searchActions).toEqual(['role.assigned']);
    const word = texts.actions['role.assigned'];
    const byWords = ask({}, word.toUpperCase());
    expect(byWords.ok && byWords.filter.searchActions).toContain('role.assigned');
    const none = ask({}, 'no action is called so');
    expect(none.ok && none.filter.searchActions).toEqual([]);
  });
});

describe('spec audit-log#filters: an invalid filter is an error, never "no filter"', () => {
  test.each<[string, Extras, string]>([
    ['an unknown action', { action: 'user.flew' }, texts.problem.action('user.flew')],
    ['an unknown outcome', { outcome: 'maybe' }, texts.problem.outcome('maybe')],
    ['an empty outcome', { outcome: '' }, texts.problem.outcome('')],
    ['an actor that is no id', { actor: 'admin' }, texts.problem.actor],
    ['a target that is no id', { target_id: '-1' }, texts.problem.target],
    ['a first day that does not exist', { from: '2026-02-30' }, texts.problem.day('2026-02-30')],
    ['a last day that does not exist', { from: '2026-02-01', to: 'x' }, texts.problem.day('x')],
    ['days in the wrong order', { from: '2026-11-25', to: '2026-11-24' }, texts.problem.order],
  ])('%s', (_, extras, problem) => expect(ask(extras)).toEqual({ ok: false, problem }));

  test('one and the same day is an order', () =>
    expect(ask({ from: '2026-11-24', to: '2026-11-24' })).toMatchObject({ ok: true }));

  test('a problem of the list itself comes first', () =>
    expect(auditQuery({ search: '', extras: { actor: 'x' }, problem: 'Broken.' })).toEqual({
      ok: false,
      problem: 'Broken.',
    }));
});

describe('where a page of the log begins', () => {
  test.each<[string, Extras, object | undefined]>([
    ['below an entry', { before: '5' }, { before: '5' }],
    ['above an entry', { after: '5' }, { after: '5' }],
    ['below rather than above', { before: '5', after: '3' }, { before: '5' }],
    ['a place that is none is the beginning', { before: 'x' }, undefined],
    ['… also above', { after: '0' }, undefined],
    ['an entry above, when the one below is none', { before: 'x', after: '3' }, { after: '3' }],
  ])('%s', (_, extras, cursor) => expect(ask(extras)).toMatchObject({ ok: true, cursor }));
});

test.each([
  ['nothing', '', {}, false],
  ['a search', 'x', {}, true],
  ['a day', '', { from: '2026-11-24' }, true],
  ['a place below', '', { before: '5' }, false],
  ['a place above', '', { after: '5' }, false],
  ['a place and an outcome', '', { before: '5', outcome: 'denied' }, true],
  ['a field that is no filter', '', { colour: 'red' }, false],
])('a list narrowed by %s', (_, search, extras, narrowed) =>
  expect(isFiltered({ search, extras })).toBe(narrowed),
);

test.each([
  [undefined, undefined],
  ['all', undefined],
  ['user.', 'user'],
  ['user.created', 'user.created'],
  ['a.b.', 'a.b'],
])('%s stands for %s', (text, choice) => expect(chosen(text)).toBe(choice));
