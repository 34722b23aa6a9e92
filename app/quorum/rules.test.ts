import { describe, expect, test } from 'vitest';
import type { Presence, QuorumHolder, QuorumPosition, QuorumRule } from './quorum.ts';
import { neededSeats, quorum } from './rules.ts';

const rule = (changes: Partial<QuorumRule> = {}): QuorumRule => ({
  kind: 'majority',
  least: 0,
  needsMandatory: false,
  countsSubstitutes: true,
  without: 'refuse',
  ...changes,
});
const half = rule({ kind: 'share', least: 50 });
const twoThirds = rule({ kind: 'share', least: 67 });
const all = rule({ kind: 'share', least: 100 });
const atLeast = (least: number) => rule({ kind: 'count', least });

/** `ann`, `ann~` for a substitute, `ann*` for an acting holder. */
const holder = (written: string): QuorumHolder => {
  const name = written.replace(/[~*]$/, '');
  const capacity = written.endsWith('~')
    ? 'substitute_for'
    : written.endsWith('*')
      ? 'acting'
      : 'holder';
  return { userId: name, username: name, user: name.toUpperCase(), capacity };
};

/** `chair!: ann bea~` is mandatory, `clerk?: cid` has no vote. */
const positionsOf = (...written: string[]): QuorumPosition[] =>
  written.map((line) => {
    const [head = '', names = ''] = line.split(':');
    const label = head.replace(/[!?]/g, '');
    return {
      ...{ id: label, label, isMandatory: head.includes('!'), isVoting: !head.includes('?') },
      weight: 1,
      holders: names.split(' ').filter(Boolean).map(holder),
    };
  });

/** `ann bea- cid/ dan>` : present, absent, excused, was there and left. */
const callOf = (written: string) =>
  written
    .split(' ')
    .filter(Boolean)
    .map((one) => {
      const status: Presence = one.endsWith('-')
        ? 'absent'
        : one.endsWith('/')
          ? 'excused'
          : 'present';
      const left = one.endsWith('>') ? { left: '11:20' } : {};
      return { username: one.replace(/[-/>]$/, ''), status, ...left };
    });

const three = positionsOf('a: ann', 'b: bea', 'c: cid');
const four = positionsOf('a: ann', 'b: bea', 'c: cid', 'd: dan');
const six = positionsOf('a: ann', 'b: bea', 'c: cid', 'd: dan', 'e: eve', 'f: fay');
const board = positionsOf('chair!: ann bea~', 'clerk!?: cid', 'm1: dan', 'm2: eve', 'm3:');

describe('spec quorum#counting', () => {
  test.each<[string, QuorumRule, QuorumPosition[], string, string]>([
    // More than half of the filled voting seats (Robert's Rules of Order, 12th ed., 40:2).
    ['two of three are a majority', rule(), three, 'ann bea', 'met 2/2 of 3'],
    ['one of three is none', rule(), three, 'ann bea- cid-', 'missing 1/2 of 3'],
    ['two of four are half, not more', rule(), four, 'ann bea', 'missing 2/3 of 4'],
    ['three of four are more than half', rule(), four, 'ann bea cid', 'met 3/3 of 4'],
    ['three of six are half, not more', rule(), six, 'ann bea cid', 'missing 3/4 of 6'],
    ['four of six', rule(), six, 'ann bea cid dan', 'met 4/4 of 6'],
    ['everyone', rule(), six, 'ann bea cid dan eve fay', 'met 6/4 of 6'],
    ['one of one', rule(), positionsOf('a: ann'), 'ann', 'met 1/1 of 1'],
    ['one of two is half', rule(), positionsOf('a: ann', 'b: bea'), 'ann', 'missing 1/2 of 2'],
    ['two of two', rule(), positionsOf('a: ann', 'b: bea'), 'ann bea', 'met 2/2 of 2'],
    ['no positions are never a quorum', rule(), [], 'ann', 'missing 0/1 of 0'],
    ['only vacant positions neither', rule(), positionsOf('a:', 'b:'), 'ann', 'missing 0/1 of 0'],

    // Vacant seats are no members (Robert's Rules of Order, 12th ed., 40:2 n2).
    ['a vacant seat is not counted', rule(), board, 'ann dan', 'met 2/2 of 3'],
    ['nor does it raise a share', half, board, 'ann dan', 'met 2/2 of 3'],
    ['nor a share of everyone', all, board, 'ann dan eve', 'met 3/3 of 3'],

    // A share: at least so many percent, rounded up to whole seats.
    ['half of four are two', half, four, 'ann bea', 'met 2/2 of 4'],
    ['half of three are two', half, three, 'ann bea', 'met 2/2 of 3'],
    ['one of three is less than half', half, three, 'ann', 'missing 1/2 of 3'],
    ['half of one is one', half, positionsOf('a: ann'), 'ann', 'met 1/1 of 1'],
    ['two thirds of three, in percent', twoThirds, three, 'ann bea cid', 'met 3/3 of 3'],
    [
      '66 percent of three are two',
      rule({ kind: 'share', least: 66 }),
      three,
      'ann bea',
      'met 2/2 of 3',
    ],
    ['two thirds of six are five', twoThirds, six, 'ann bea cid dan', 'missing 4/5 of 6'],
    ['a third of six are two', rule({ kind: 'share', least: 33 }), six, 'ann bea', 'met 2/2 of 6'],
    ['all of four', all, four, 'ann bea cid', 'missing 3/4 of 4'],
    ['all of four are there', all, four, 'ann bea cid dan', 'met 4/4 of 4'],
    ['one percent is one seat', rule({ kind: 'share', least: 1 }), six, 'ann', 'met 1/1 of 6'],
    ['a share of nobody is one seat', half, [], 'ann', 'missing 0/1 of 0'],

    // A fixed count.
    ['a count of two', atLeast(2), six, 'ann bea', 'met 2/2 of 6'],
    ['one of a count of two', atLeast(2), six, 'ann', 'missing 1/2 of 6'],
    ['a count beyond the seats', atLeast(5), three, 'ann bea cid', 'missing 3/5 of 3'],
    ['a count of none is one', atLeast(0), three, 'ann', 'met 1/1 of 3'],
    ['a count of none without anyone', atLeast(0), three, 'ann-', 'missing 0/1 of 3'],

    // Who counts.
    ['positions without a vote do not', rule(), board, 'cid dan', 'missing 1/2 of 3'],
    ['guests do not', rule(), three, 'ann zoe yan', 'missing 1/2 of 3'],
    ['the excused do not', rule(), three, 'ann bea/ cid/', 'missing 1/2 of 3'],
    [
      'acting holders do',
      rule(),
      positionsOf('a: ann*', 'b: bea', 'c: cid'),
      'ann bea',
      'met 2/2 of 3',
    ],
    [
      'each seat of a position does',
      rule(),
      positionsOf('m: ann bea cid'),
      'ann bea',
      'met 2/2 of 3',
    ],
    [
      'a user fills each own position',
      rule(),
      positionsOf('a: ann', 'b: ann', 'c: cid'),
      'ann',
      'met 2/2 of 3',
    ],
    [
      'a user twice in one position fills one seat',
      rule(),
      positionsOf('a: ann ann*', 'b: bea'),
      'ann',
      'missing 1/2 of 2',
    ],

    // Presence is that of the moment, not of the whole meeting (Robert's Rules, 40:11–12).
    ['those who left do not', rule(), three, 'ann bea>', 'missing 1/2 of 3'],
    ['… though enough are left', rule(), six, 'ann bea cid dan eve>', 'met 4/4 of 6'],
    ['who came back is there', rule(), three, 'ann bea> bea', 'met 2/2 of 3'],
    ['a substitute follows who left', rule(), board, 'ann> bea dan', 'met 2/2 of 3'],
    [
      'a mandatory one who left is missing',
      rule({ needsMandatory: true }),
      board,
      'ann> cid dan eve',
      'missing 2/2 of 3, chair',
    ],

    // How the roll call names users.
    ['by user name in any case', rule(), three, 'ANN Bea', 'met 2/2 of 3'],
    ['the last entry of a user counts', rule(), three, 'ann bea bea-', 'missing 1/2 of 3'],
    ['… also if it is better', rule(), three, 'ann bea- bea', 'met 2/2 of 3'],

    // Substitutes (spec positions#terms).
    ['a substitute counts for an absent holder', rule(), board, 'bea dan', 'met 2/2 of 3'],
    ['not beside the holder', rule(), board, 'ann bea', 'missing 1/2 of 3'],
    [
      'not where the rule says no',
      rule({ countsSubstitutes: false }),
      board,
      'bea dan',
      'missing 1/2 of 3',
    ],
    ['not if absent', rule(), board, 'bea- dan', 'missing 1/2 of 3'],
    [
      'not for a vacant position',
      rule(),
      positionsOf('a: bea~', 'b: dan'),
      'bea',
      'missing 0/1 of 1',
    ],
    [
      'for one seat of several',
      rule(),
      positionsOf('m: ann bea sam~', 'c: cid'),
      'sam cid',
      'met 2/2 of 3',
    ],
    ['for one seat only', all, positionsOf('m: ann bea sam~'), 'sam', 'missing 1/2 of 2'],
    ['two for two seats', all, positionsOf('m: ann bea sam~ tom~'), 'sam tom', 'met 2/2 of 2'],
    [
      'for one of two positions',
      all,
      positionsOf('a: ann sam~', 'b: bea sam~'),
      'sam',
      'missing 1/2 of 2',
    ],
    [
      'so that most seats are taken',
      all,
      positionsOf('a: ann sam~ tom~', 'b: bea sam~'),
      'sam tom',
      'met 2/2 of 2',
    ],
    [
      'in either order',
      all,
      positionsOf('b: bea sam~', 'a: ann sam~ tom~'),
      'sam tom',
      'met 2/2 of 2',
    ],
    [
      'beside a seat of their own',
      rule(),
      positionsOf('a: ann bea~', 'b: bea', 'c: cid'),
      'bea',
      'met 2/2 of 3',
    ],

    // Mandatory positions.
    [
      'all mandatory ones are there',
      rule({ needsMandatory: true }),
      board,
      'ann cid dan',
      'met 2/2 of 3',
    ],
    [
      'the chair is missing',
      rule({ needsMandatory: true }),
      board,
      'cid dan eve',
      'missing 2/2 of 3, chair',
    ],
    [
      'the clerk without a vote is missing',
      rule({ needsMandatory: true }),
      board,
      'ann dan',
      'missing 2/2 of 3, clerk',
    ],
    [
      'both are missing',
      rule({ needsMandatory: true }),
      board,
      'dan eve',
      'missing 2/2 of 3, chair clerk',
    ],
    [
      'the substitute of the chair is enough',
      rule({ needsMandatory: true }),
      board,
      'bea cid dan',
      'met 2/2 of 3',
    ],
    [
      'not where substitutes do not count',
      rule({ needsMandatory: true, countsSubstitutes: false }),
      board,
      'bea cid dan eve',
      'missing 2/2 of 3, chair',
    ],
    [
      'one seat of a mandatory position is enough',
      rule({ needsMandatory: true }),
      positionsOf('m!: ann bea', 'c: cid'),
      'ann cid',
      'met 2/2 of 3',
    ],
    [
      'a vacant mandatory position prevents nothing',
      rule({ needsMandatory: true }),
      positionsOf('a!:', 'b!: bea'),
      'bea',
      'met 1/1 of 1',
    ],
    [
      'mandatory positions, too few others',
      rule({ needsMandatory: true }),
      positionsOf('a!: ann', 'b: bea', 'c: cid'),
      'ann',
      'missing 1/2 of 3',
    ],
    [
      'mandatory positions alone',
      rule({ kind: 'none', needsMandatory: true }),
      board,
      'ann cid',
      'met 1/0 of 3',
    ],
    [
      'mandatory positions alone, one missing',
      rule({ kind: 'none', needsMandatory: true }),
      board,
      'ann',
      'missing 1/0 of 3, clerk',
    ],

    // No rule, no roll call.
    [
      'without a rule nothing is required',
      rule({ kind: 'none' }),
      three,
      '',
      'not-required 0/0 of 3',
    ],
    ['… with any attendance', rule({ kind: 'none' }), three, 'ann', 'not-required 1/0 of 3'],
    ['without a roll call no one knows', rule(), three, '', 'unknown 0/2 of 3'],
    [
      '… nor about mandatory positions',
      rule({ kind: 'none', needsMandatory: true }),
      board,
      '',
      'unknown 0/0 of 3, chair clerk',
    ],
  ])('%s', (_, given, positions, call, expected) => {
    const { state, present, needed, filled, lacking } = quorum(given, positions, callOf(call));
    const named = lacking.length === 0 ? '' : `, ${lacking.join(' ')}`;
    expect(`${state} ${present}/${needed} of ${filled}${named}`).toBe(expected);
  });

  test('a display name counts if only one holder has it', () => {
    const positions = three.map((position) => ({
      ...position,
      holders: position.holders.map((one) => ({
        ...one,
        user: one.username === 'cid' ? 'C. Moe' : 'A. Lee',
      })),
    }));
    const present = (name: string) =>
      quorum(rule(), positions, [{ username: name, status: 'present' }]).present;
    expect([present('c. moe'), present('A. Lee'), present('ann')]).toEqual([1, 0, 1]);
  });

  test('a display name that is the user name of another holder is that user', () => {
    const [first, ...others] = three;
    const positions = [
      { ...first, holders: [{ ...holder('ann'), user: 'bea' }] } as QuorumPosition,
      ...others,
    ];
    const { seats } = quorum(rule(), positions, callOf('bea'));
    expect(seats.map(({ state }) => state)).toEqual(['absent', 'present', 'absent']);
  });

  test('each seat says how it is taken, and by whom', () => {
    const { seats } = quorum(rule(), board, callOf('bea cid/ dan'));
    expect(seats.map(({ position, state, holder: who, by }) => [position, state, who, by])).toEqual(
      [
        ['chair', 'represented', 'ANN', 'BEA'],
        ['clerk', 'excused', 'CID', undefined],
        ['m1', 'present', 'DAN', undefined],
        ['m2', 'absent', 'EVE', undefined],
        ['m3', 'vacant', undefined, undefined],
      ],
    );
  });

  test('a share needs no seat too many, whatever the numbers', () => {
    for (let filled = 1; filled <= 60; filled += 1)
      for (let least = 1; least <= 100; least += 1) {
        const needed = neededSeats({ ...half, least }, filled);
        expect(needed * 100).toBeGreaterThanOrEqual(filled * least);
        expect((needed - 1) * 100).toBeLessThan(filled * least);
      }
  });
});
