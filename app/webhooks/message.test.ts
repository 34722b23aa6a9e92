import { describe, expect, test } from 'vitest';
import { bodyOf } from './message.ts';

const event = {
  ...{ id: '7', at: new Date('2026-03-18T09:30:00Z'), action: 'proposal.submitted' },
  ...{ actorId: null, actorName: 'system', targetType: 'proposal', targetId: '12' },
  ...{ targetLabel: 'Aim', before: { status: 'draft' }, after: { status: 'submitted' } },
  details: null,
};
const place = { torId: '3', committee: 'Board' };
const data = (...[of, ...rest]: Parameters<typeof bodyOf>) => JSON.parse(bodyOf(of, ...rest)).data;

describe('spec webhooks#messages', () => {
  test.each([
    ['an item of a committee', {}, place, '/tor/3/proposals/12'],
    ['an item whose committee is unknown', {}, undefined, null],
    ['a committee', { targetType: 'tor' }, place, '/tor/12'],
    ['a type without a page', { targetType: 'role' }, place, null],
    ['nothing', { targetType: null, targetId: null }, undefined, null],
  ])('the address of %s', (_what, change, at, path) => {
    const { target } = data({ ...event, ...change }, at, 'https://a.test');
    expect(target.url).toBe(path === null ? null : `https://a.test${path}`);
  });

  test('without a public address there are no links', () =>
    expect(data(event, place, undefined).target.url).toBeNull());

  test('a message that is too large is sent without the changes', () => {
    const large = bodyOf({ ...event, after: { text: 'ü'.repeat(40_000) } }, place, undefined);
    expect(Buffer.byteLength(large)).toBeLessThan(1_000);
    expect(JSON.parse(large).data).toMatchObject({ event_id: 7, is_shortened: true });
    expect(JSON.parse(large).data).not.toHaveProperty('after');
  });
});
