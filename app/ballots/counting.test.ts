import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Choice, CountingRules, Paper } from './ballot.ts';
import { count, neededVotes } from './counting.ts';

const rules = (changes: Partial<CountingRules> = {}): CountingRules => ({
  ...{ method: 'yes_no', majority: 'simple', hasCastingVote: false, ...changes },
});

/** `yes`, `no`, `-` abstains, `A+B` approves, `A>B` ranks; `*` marks the chair. */
const choiceOf = (written: string, method: CountingRules['method']): Choice => {
  if (written === '-') return { kind: 'abstain' };
  if (written === 'yes' || written === 'no') return { kind: written };
  return method === 'approval'
    ? { kind: 'approve', options: written.split('+') }
    : { kind: 'rank', options: written.split('>') };
};

const papersOf = (method: CountingRules['method'], ...written: (readonly [number, string])[]) =>
  written.map(
    ([weight, text]): Paper => ({
      ...{ weight, isChair: text.endsWith('*') },
      choice: choiceOf(text.replace('*', ''), method),
    }),
  );

const votes = (yes: number, no: number, abstained = 0, chair = '') =>
  papersOf(
    'yes_no',
    ...Array.from({ length: yes }, () => [1, 'yes'] as const),
    ...Array.from({ length: no }, () => [1, 'no'] as const),
    ...Array.from({ length: abstained }, () => [1, '-'] as const),
    ...(chair === '' ? [] : [[1, `${chair}*`] as const]),
  );

const abs = rules({ majority: 'absolute' });
const two = rules({ majority: 'two_thirds' });
const casting = rules({ hasCastingVote: true });

describe('spec ballots#majorities: yes and no', () => {
  test.each<[string, CountingRules, readonly Paper[], number, string]>([
    // More than half of the votes cast, abstentions left out (Robert's Rules, 12th ed., 44:1).
    ['19 votes: 10 are a majority', rules(), votes(10, 9), 30, 'majority 10'],
    ['20 votes: 10 are none', rules(), votes(10, 10), 30, 'tie'],
    ['20 votes: 11 are a majority', rules(), votes(11, 9), 30, 'majority 11'],
    ['abstentions do not count', rules(), votes(2, 1, 20), 30, 'majority 2'],
    ['more no than yes', rules(), votes(1, 2), 3, 'no_majority'],
    ['only abstentions', rules(), votes(0, 0, 3), 3, 'no_votes'],
    ['nobody', rules(), [], 3, 'no_votes'],
    // Of all votes that could be cast (44:9).
    ['absolute: 4 of 7', abs, votes(4, 0), 7, 'majority 4'],
    ['absolute: 3 of 7', abs, votes(3, 0), 7, 'no_majority'],
    ['absolute: half of 8', abs, votes(4, 4), 8, 'no_majority'],
    ['absolute: abstentions stand in the way', abs, votes(3, 0, 3), 6, 'no_majority'],
    // At least two thirds of the votes cast (44:3): 30 votes need 20, 31 need 21, 32 need 22.
    ['two thirds of 30', two, votes(20, 10), 40, 'majority 20'],
    ['two thirds of 30, missed', two, votes(19, 11), 40, 'no_majority'],
    ['two thirds of 31', two, votes(21, 10), 40, 'majority 21'],
    ['two thirds of 31, missed', two, votes(20, 11), 40, 'no_majority'],
    ['two thirds of 32', two, votes(22, 10), 40, 'majority 22'],
    ['two thirds of 33', two, votes(22, 11), 40, 'majority 22'],
    ['two thirds, equal', two, votes(1, 1), 2, 'no_majority'],
    // The chair's own vote decides a tie (44:12).
    ['casting vote for', casting, votes(1, 2, 0, 'yes'), 4, 'casting_vote 2'],
    ['casting vote against', casting, votes(2, 1, 0, 'no'), 4, 'casting_vote'],
    ['the chair abstains', casting, votes(2, 2, 0, '-'), 5, 'tie'],
    ['no chair', casting, votes(2, 2), 4, 'tie'],
    ['no tie, no casting vote', casting, votes(3, 1, 0, 'no'), 5, 'majority 3'],
    [
      'a tie is no absolute majority',
      { ...abs, hasCastingVote: true },
      votes(1, 1, 0, '-'),
      3,
      'no_majority',
    ],
    // Weights.
    [
      'one heavy vote against three',
      rules(),
      papersOf('yes_no', [3, 'yes'], [1, 'no'], [1, 'no']),
      5,
      'majority 3',
    ],
    ['weights tie', rules(), papersOf('yes_no', [2, 'yes'], [1, 'no'], [1, 'no']), 4, 'tie'],
    ['weights in two thirds', two, papersOf('yes_no', [4, 'yes'], [2, 'no']), 6, 'majority 4'],
  ])('%s', (_, given, papers, electorate, expected) => {
    const { winner, reason, rounds } = count(given, ['A'], papers, electorate);
    const chosen = winner === null ? '' : ` ${rounds[0]?.tallies[0]?.votes}`;
    expect(`${reason}${chosen}`).toBe(expected);
  });
});

/**
 * Capital of Tennessee, a textbook example: 100 voters, who rank cities by distance (preferences:
 * Wikipedia, “Coombs' method”; rounds: “Instant-runoff voting”).
 */
const tennessee = {
  approval: papersOf('approval', [42, 'M+N'], [26, 'N+C'], [15, 'C+K'], [17, 'K+C']),
  ranked: papersOf('ranked', [42, 'M>N>C>K'], [26, 'N>C>K>M'], [15, 'C>K>N>M'], [17, 'K>C>N>M']),
};
const cities = ['M', 'N', 'C', 'K'];

const approval = rules({ method: 'approval' });
const irv = rules({ method: 'ranked' });

describe('spec ballots#methods: approval', () => {
  test('Tennessee: two favorites each give Nashville 68, Chattanooga 58, Memphis 42, Knoxville 32', () => {
    const result = count(approval, cities, tennessee.approval, 100);
    expect(result).toMatchObject({ winner: 'N', reason: 'majority', needed: 68 });
    expect(result.rounds[0]?.tallies.map(({ votes: n }) => n)).toEqual([42, 68, 58, 32]);
  });

  test.each<
    [
      string,
      Partial<CountingRules>,
      readonly (readonly [number, string])[],
      number,
      string | null,
      string,
    ]
  >([
    [
      'the most approvals, fewer than half',
      {},
      [
        [2, 'A'],
        [1, 'B'],
        [2, 'C'],
        [1, 'A'],
      ],
      9,
      'A',
      'majority',
    ],
    [
      'absolute',
      { majority: 'absolute' },
      [
        [3, 'A'],
        [1, 'B'],
      ],
      6,
      null,
      'no_majority',
    ],
    [
      'absolute, reached',
      { majority: 'absolute' },
      [
        [4, 'A+B'],
        [1, 'B+C'],
      ],
      8,
      'B',
      'majority',
    ],
    [
      'two thirds of those who approve any',
      { majority: 'two_thirds' },
      [
        [2, 'A'],
        [1, 'B'],
        [3, '-'],
      ],
      6,
      'A',
      'majority',
    ],
    [
      'two thirds, missed',
      { majority: 'two_thirds' },
      [
        [3, 'A'],
        [2, 'B'],
      ],
      5,
      null,
      'no_majority',
    ],
    [
      'a tie',
      {},
      [
        [2, 'A'],
        [2, 'B'],
      ],
      4,
      null,
      'tie',
    ],
    [
      'a tie that the chair breaks',
      { hasCastingVote: true },
      [
        [2, 'A'],
        [1, 'B'],
        [1, 'B*'],
      ],
      4,
      'B',
      'casting_vote',
    ],
    [
      'the chair approves both',
      { hasCastingVote: true },
      [
        [2, 'A'],
        [2, 'B'],
        [1, 'A+B*'],
      ],
      5,
      null,
      'tie',
    ],
  ])('%s', (_, changes, written, electorate, winner, reason) =>
    expect(
      count(
        { ...approval, ...changes },
        ['A', 'B', 'C'],
        papersOf('approval', ...written),
        electorate,
      ),
    ).toMatchObject({ winner, reason }),
  );
});

describe('spec ballots#methods: instant-runoff', () => {
  test('Tennessee: Chattanooga leaves, then Nashville, and Knoxville wins with 58', () => {
    const { winner, rounds } = count(irv, cities, tennessee.ranked, 100);
    expect(winner).toBe('K');
    expect(rounds.map(({ eliminated }) => eliminated)).toEqual([['C'], ['N'], []]);
    expect(rounds.at(-1)?.tallies).toEqual([
      { option: 'M', votes: 42 },
      { option: 'K', votes: 58 },
    ]);
  });

  // Counts: Wikipedia, “1990 Irish presidential election”. The transfers are their differences.
  test('President of Ireland, 7 November 1990: Currie leaves, and Robinson wins with 817,830', () => {
    const papers = papersOf(
      'ranked',
      ...([
        [694_484, 'Lenihan'],
        [612_265, 'Robinson'],
        [205_565, 'Currie>Robinson'],
      ] as const),
      ...([
        [36_789, 'Currie>Lenihan'],
        [25_548, 'Currie'],
      ] as const),
    );
    const result = count(irv, ['Lenihan', 'Robinson', 'Currie'], papers, 2_471_308);
    expect(result.winner).toBe('Robinson');
    expect(result.rounds).toEqual([
      {
        tallies: [
          { option: 'Lenihan', votes: 694_484 },
          { option: 'Robinson', votes: 612_265 },
          { option: 'Currie', votes: 267_902 },
        ],
        exhausted: 0,
        eliminated: ['Currie'],
      },
      {
        tallies: [
          { option: 'Lenihan', votes: 731_273 },
          { option: 'Robinson', votes: 817_830 },
        ],
        exhausted: 25_548,
        eliminated: [],
      },
    ]);
  });

  // Rankings of the three whose pairwise counts electowiki publishes from the ballot data (“2009
  // Burlington mayoral election”): Montroll beats Kiss by 4067 to 3477 and Wright by 4597 to 3668,
  // Kiss beats Wright by 4314 to 4064. The official count, with other rules for unclear ballots, ended
  // with 4313 to 4061.
  test('Burlington, 3 March 2009, the three finalists: Montroll leaves, and Kiss wins', () => {
    const papers = papersOf(
      'ranked',
      ...([
        [1332, 'M>K>W'],
        [767, 'M>W>K'],
        [455, 'M'],
        [2043, 'K>M>W'],
        [371, 'K>W>M'],
      ] as const),
      ...([
        [568, 'K'],
        [1513, 'W>M>K'],
        [495, 'W>K>M'],
        [1289, 'W'],
      ] as const),
    );
    const preferring = (one: string, other: string) =>
      papers
        .filter(({ choice }) => {
          const order = choice.kind === 'rank' ? choice.options : [];
          const [first, second] = [order.indexOf(one), order.indexOf(other)];
          return first >= 0 && (second < 0 || first < second);
        })
        .reduce((sum, { weight }) => sum + weight, 0);
    const pairs = ['MK', 'KM', 'MW', 'WM', 'KW', 'WK'];
    expect(pairs.map(([one = '', other = '']) => preferring(one, other))).toEqual([
      4067, 3477, 4597, 3668, 4314, 4064,
    ]);
    const { winner, rounds } = count(irv, ['M', 'K', 'W'], papers, 10_000);
    expect([winner, rounds[0]?.eliminated]).toEqual(['K', ['M']]);
    expect(rounds.at(-1)?.tallies.map(({ votes: n }) => n)).toEqual([4314, 4064]);
  });

  test.each<
    [
      string,
      Partial<CountingRules>,
      readonly (readonly [number, string])[],
      number,
      string | null,
      string,
    ]
  >([
    [
      'a majority in the first round',
      {},
      [
        [5, 'A>B'],
        [2, 'B'],
        [2, 'C'],
      ],
      9,
      'A',
      'majority',
    ],
    [
      'abstentions change nothing',
      {},
      [
        [3, 'A'],
        [2, 'B'],
        [9, '-'],
      ],
      20,
      'A',
      'majority',
    ],
    [
      'absolute: not reached at the end',
      { majority: 'absolute' },
      [
        [3, 'A'],
        [2, 'B'],
      ],
      9,
      null,
      'no_majority',
    ],
    [
      'absolute: reached at the end',
      { majority: 'absolute' },
      [
        [4, 'A'],
        [2, 'B'],
        [1, 'C>A'],
      ],
      8,
      'A',
      'majority',
    ],
    [
      'two thirds: reached by transfers',
      { majority: 'two_thirds' },
      [
        [4, 'A'],
        [2, 'B'],
        [1, 'C>A'],
      ],
      7,
      'A',
      'majority',
    ],
    [
      'two thirds: missed',
      { majority: 'two_thirds' },
      [
        [4, 'A'],
        [3, 'B'],
      ],
      7,
      null,
      'no_majority',
    ],
    [
      'a tie of the last two',
      {},
      [
        [2, 'A'],
        [2, 'B'],
      ],
      4,
      null,
      'tie',
    ],
    [
      'a tie of the last two, broken by the chair',
      { hasCastingVote: true },
      [
        [2, 'A'],
        [1, 'B'],
        [1, 'B*'],
      ],
      4,
      'B',
      'casting_vote',
    ],
    [
      'two that cannot catch up leave together',
      {},
      [
        [5, 'A'],
        [4, 'B'],
        [1, 'C>B'],
        [1, 'D>B'],
      ],
      11,
      'B',
      'majority',
    ],
    [
      'an earlier round tells the last apart',
      {},
      [
        [4, 'A'],
        [2, 'B>A'],
        [3, 'C>A'],
        [1, 'D>B'],
      ],
      10,
      'A',
      'majority',
    ],
    [
      'all tied',
      {},
      [
        [1, 'A'],
        [1, 'B'],
        [1, 'C'],
      ],
      3,
      null,
      'tie',
    ],
    [
      'all tied, and the chair ranks',
      { hasCastingVote: true },
      [
        [1, 'A>B>C*'],
        [1, 'B>A'],
        [1, 'C>B'],
      ],
      3,
      'B',
      'casting_vote',
    ],
  ])('%s', (_, changes, written, electorate, winner, reason) =>
    expect(
      count(
        { ...irv, ...changes },
        ['A', 'B', 'C', 'D'].slice(0, written.some(([, w]) => w.includes('D')) ? 4 : 3),
        papersOf('ranked', ...written),
        electorate,
      ),
    ).toMatchObject({ winner, reason }),
  );
});

const optionIds = ['A', 'B', 'C', 'D'];
const anyPaper = (method: CountingRules['method']) =>
  fc.record({
    weight: fc.integer({ min: 1, max: 5 }),
    isChair: fc.constant(false),
    choice:
      method === 'yes_no'
        ? fc.constantFrom<Choice>({ kind: 'yes' }, { kind: 'no' }, { kind: 'abstain' })
        : fc
            .shuffledSubarray(optionIds)
            .map(
              (options): Choice => ({ kind: method === 'approval' ? 'approve' : 'rank', options }),
            ),
  });

test.each(['yes_no', 'approval', 'ranked'] as const)(
  'spec ballots#counting: %s ends, keeps every vote, and does not depend on the order of papers',
  (method) =>
    fc.assert(
      fc.property(
        fc.array(anyPaper(method), { maxLength: 12 }),
        fc.constantFrom('simple', 'absolute', 'two_thirds'),
        fc.nat(11),
        (papers, majority, at) => {
          const given = rules({ method, majority: majority as 'simple' });
          const options = method === 'yes_no' ? ['A'] : optionIds;
          const electorate = papers.reduce((sum, { weight }) => sum + weight, 0) + 2;
          const result = count(given, options, papers, electorate);
          expect(
            count(given, options, [...papers.slice(at), ...papers.slice(0, at)], electorate),
          ).toEqual(result);
          if (result.winner !== null) {
            const own = result.rounds
              .at(-1)
              ?.tallies.find(({ option }) => option === result.winner);
            expect(own?.votes).toBeGreaterThanOrEqual(result.needed);
          }
          if (method === 'ranked')
            for (const { tallies, exhausted } of result.rounds)
              expect(tallies.reduce((sum, { votes: n }) => sum + n, exhausted)).toBe(
                result.cast - result.abstained,
              );
        },
      ),
    ),
);

test('spec ballots#majorities: needed votes are the smallest numbers that are enough', () => {
  for (let decided = 1; decided <= 200; decided += 1) {
    expect(neededVotes('simple', decided, 0) * 2).toBeGreaterThan(decided);
    expect((neededVotes('simple', decided, 0) - 1) * 2).toBeLessThanOrEqual(decided);
    expect(neededVotes('two_thirds', decided, 0) * 3).toBeGreaterThanOrEqual(decided * 2);
    expect((neededVotes('two_thirds', decided, 0) - 1) * 3).toBeLessThan(decided * 2);
  }
});
